import { extname, resolve } from 'node:path';
import { applyManifestCreation, SDK_DEFAULT_CREATION, type Creation } from './creation.js';
import { ManifestError } from './manifest-error.js';
import { manifestFiles } from './manifest-files.js';
import { type Layer, ManifestTree } from './manifest-tree.js';
import { MOD_MANIFEST, standIns } from './sdk-modules.js';

export { ManifestError };

/** What manifests come to, merged as mcconfig merges them. Maps are in the order of mcconfig's. */
export interface ResolvedManifest {
  /** Files of JavaScript or TypeScript by specifier. */
  readonly modules: ReadonlyMap<string, string>;
  /** Files of declarations (`.d.ts`) by specifier. */
  readonly types: ReadonlyMap<string, string>;
  /** Files by resource name. */
  readonly resources: ReadonlyMap<string, string>;
  /** Specifiers of modules to preload. */
  readonly preload: readonly string[];
  readonly creation: Creation;
  /** The specifier of the module that runs first. */
  readonly main: string;
  /** False when the last manifest that sets `strip` sets it to a list; the SDK's own sets it to `*`. */
  readonly strip: boolean;
  /** Manifests of the SDK that are included and were not read. */
  readonly sdkManifests: readonly string[];
}

/** An application as its Moddable manifest describes it, for the simulator. */
export interface Application {
  /** File of the main module. */
  readonly app: string;
  /** File by module name. */
  readonly modules: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
  /** File by resource name. */
  readonly resources: Readonly<Record<string, string>>;
  readonly creation: Creation;
  readonly strip: boolean;
  /** Whether what is not preloaded is of a mod. */
  readonly isMod: boolean;
}

/**
 * Reads Moddable manifests as `mcconfig -p platform` does: `include` (by path and by git), `build`,
 * `modules`, `preload`, `data`, `resources`, `creation`, `strip`, `platforms` and `error`.
 *
 * @param files paths of manifests
 * @param platform for example `esp32/nodemcu` or `pico`
 * @param base sizes for what the manifests leave open
 * @param moddable the SDK's folder; without it, what lies there is left out
 * @throws ManifestError when a file is missing, is no JSON, or is not for the platform
 */
export function resolveManifests(
  files: readonly string[],
  platform: string,
  base: Creation = SDK_DEFAULT_CREATION,
  moddable?: string,
): ResolvedManifest {
  const tree = new ManifestTree(platform, moddable);
  for (const file of files) tree.read(resolve(file));
  const { modules, types, resources } = manifestFiles(tree.layers, (text) => tree.expand(text));
  return {
    modules,
    types,
    resources,
    preload: preloaded(tree.layers, [...modules.keys()]),
    ...settings(tree.layers, base),
    sdkManifests: tree.unread,
  };
}

/**
 * Reads the manifest of an application, or of a mod, whose main module is the one named `mod`. What
 * lies in the SDK is left out: the simulator has modules of its own for that.
 *
 * @throws ManifestError as `resolveManifests`, and when there is no main module in JavaScript
 */
export function readManifest(
  file: string,
  platform: string,
  base: Creation = SDK_DEFAULT_CREATION,
): Application {
  const resolved = resolveManifests([file], platform, base);
  const isMod = resolved.sdkManifests.includes(MOD_MANIFEST);
  const main = isMod ? 'mod' : resolved.main;
  const app = resolved.modules.get(main);
  if (app === undefined) throw new ManifestError(`${file}: no module is named "${main}"`);
  const sdk = [...standIns(resolved.sdkManifests, platform)].filter(
    ([name]) => !resolved.modules.has(name),
  );
  const modules = [...resolved.modules, ...sdk];
  const typed = modules.find(([, path]) => extname(path) === '.ts');
  if (typed !== undefined) {
    throw new ManifestError(
      `${typed[1]}: mcconfig compiles TypeScript, and the simulator does not: give it what tsc makes of it`,
    );
  }
  const names = [...resolved.preload, ...sdk.map(([name]) => name)];
  return {
    app,
    modules: Object.fromEntries(modules),
    preload: isMod ? sdk.map(([name]) => name) : names.filter((name) => name !== main),
    resources: Object.fromEntries(resolved.resources),
    creation: resolved.creation,
    strip: resolved.strip && !isMod,
    isMod,
  };
}

/**
 * Reads the manifests of a firmware and of a mod that is installed beside it: modules of the mod are
 * found first, and none of them is preloaded.
 *
 * @throws ManifestError as `readManifest`
 */
export function readInstalled(
  mod: string,
  host: string,
  platform: string,
  base: Creation = SDK_DEFAULT_CREATION,
): Application {
  const firmware = readManifest(host, platform, base);
  const { modules, resources } = readManifest(mod, platform, base);
  return {
    ...firmware,
    modules: { ...firmware.modules, ...modules },
    preload: firmware.preload.filter((name) => modules[name] === undefined),
    resources: { ...firmware.resources, ...resources },
    isMod: true,
  };
}

/**
 * Reads manifests that an application would include.
 * @param files paths of the manifests
 * @throws ManifestError when a file is missing or no JSON
 */
export function readIncludes(
  files: readonly string[],
  platform: string,
): Pick<Application, 'modules' | 'preload'> {
  const { modules, preload } = resolveManifests(files, platform);
  return { modules: Object.fromEntries(modules), preload };
}

/** Names of the modules that patterns name; a `*` at the end stands for anything. */
function preloaded(layers: readonly Layer[], names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const pattern of layers.flatMap(({ manifest }) => manifest.preload ?? [])) {
    const star = pattern.lastIndexOf('*');
    for (const name of names) {
      if (star < 0 ? name === pattern : name.startsWith(pattern.slice(0, star))) found.add(name);
    }
  }
  return [...found];
}

function settings(
  layers: readonly Layer[],
  base: Creation,
): Pick<ResolvedManifest, 'creation' | 'main' | 'strip'> {
  let [creation, main, strip] = [base, 'main', true];
  for (const { manifest } of layers) {
    if (manifest.strip !== undefined) strip = [manifest.strip].flat().includes('*');
    if (manifest.creation === undefined) continue;
    creation = applyManifestCreation(creation, manifest.creation);
    main = manifest.creation.main ?? main;
  }
  return { creation, main, strip };
}
