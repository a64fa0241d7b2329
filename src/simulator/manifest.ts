import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import {
  applyManifestCreation,
  SDK_DEFAULT_CREATION,
  type Creation,
  type ManifestCreation,
} from './creation.js';

/** An application as its Moddable manifest describes it. */
export interface Application {
  /** File of the main module. */
  readonly app: string;
  /** File by module name. */
  readonly modules: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
  /** File by resource name. */
  readonly resources: Readonly<Record<string, string>>;
  readonly creation: Creation;
  /** False when a manifest sets `strip` to a list; the SDK's own sets it to `*`. */
  readonly strip: boolean;
}

/** A manifest that cannot be used; the message names file and reason. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

type Paths = string | readonly string[];
type Section = Readonly<Record<string, Paths>>;

interface Manifest {
  readonly build?: Readonly<Record<string, string>>;
  readonly include?: Paths;
  readonly modules?: Section;
  readonly preload?: Paths;
  readonly data?: Section;
  readonly resources?: Section;
  readonly creation?: ManifestCreation;
  readonly strip?: Paths;
  readonly platforms?: Readonly<Record<string, Manifest>>;
}

const CODE_EXTENSIONS = ['.js', '.mjs'];

/**
 * Reads a Moddable manifest as `mcconfig -p platform` would, as far as the simulator needs it:
 * `include`, `build` (variables), `modules`, `preload`, `data`, `resources`, `creation`, `strip`
 * and `platforms`. Includes that lie in the SDK are left out: their modules are the simulator's own.
 *
 * @param file path of the manifest.
 * @param platform for example `esp32/nodemcu` or `pico`; sections of it and of what is before the slash apply.
 * @param base sizes for what the manifests leave open.
 * @throws ManifestError when a file is missing, is no JSON, or there is no main module.
 */
export function readManifest(
  file: string,
  platform: string,
  base: Creation = SDK_DEFAULT_CREATION,
): Application {
  const reader = new ManifestReader(platform, base);
  reader.read(resolve(file));
  return reader.application(resolve(file));
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
  const reader = new ManifestReader(platform, SDK_DEFAULT_CREATION);
  for (const file of files) reader.read(resolve(file));
  return reader.parts();
}

class ManifestReader {
  private readonly modules = new Map<string, string>();
  private readonly resources = new Map<string, string>();
  private readonly preload: string[] = [];
  private readonly variables = new Map<string, string>();
  private readonly seen = new Set<string>();
  private main = 'main';
  private strip = true;

  constructor(
    private readonly platform: string,
    private creation: Creation,
  ) {}

  read(file: string): void {
    if (this.seen.has(file)) return;
    this.seen.add(file);
    let manifest: Manifest;
    try {
      manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    } catch (error) {
      throw new ManifestError(`${file}: ${(error as Error).message}`);
    }
    this.apply(manifest, dirname(file));
  }

  application(file: string): Application {
    const app = this.modules.get(this.main);
    if (app === undefined) throw new ManifestError(`${file}: no module is named "${this.main}"`);
    return {
      app,
      ...this.parts(),
      resources: Object.fromEntries(this.resources),
      creation: this.creation,
      strip: this.strip,
    };
  }

  parts(): Pick<Application, 'modules' | 'preload'> {
    return {
      modules: Object.fromEntries(this.modules),
      preload: this.preload.flatMap((pattern) => this.matchModules(pattern)),
    };
  }

  private apply(manifest: Manifest, folder: string): void {
    for (const [name, value] of Object.entries(manifest.build ?? {}))
      this.variables.set(name, value);
    for (const include of list(manifest.include)) {
      const path = this.expand(include, folder);
      if (path !== undefined)
        this.read(
          existsSync(path) && statSync(path).isDirectory() ? join(path, 'manifest.json') : path,
        );
    }
    this.applySection(manifest.modules, folder, this.modules, CODE_EXTENSIONS);
    this.applySection(manifest.data, folder, this.resources, undefined);
    this.applySection(manifest.resources, folder, this.resources, undefined);
    this.preload.push(...list(manifest.preload));
    if (manifest.strip !== undefined) this.strip = list(manifest.strip).includes('*');
    if (manifest.creation !== undefined) {
      this.creation = applyManifestCreation(this.creation, manifest.creation);
      this.main = manifest.creation.main ?? this.main;
    }
    this.applyPlatforms(manifest.platforms ?? {}, folder);
  }

  private applyPlatforms(platforms: Readonly<Record<string, Manifest>>, folder: string): void {
    const [family = ''] = this.platform.split('/');
    const matching = Object.keys(platforms).filter(
      (name) => name === family || name === `${family}/*` || name === this.platform,
    );
    if (matching.length === 0 && platforms['...'] !== undefined) matching.push('...');
    for (const name of matching) this.apply(platforms[name]!, folder);
  }

  /** Undefined for a path with a variable of the SDK in it. */
  private expand(path: string, folder: string): string | undefined {
    let known = true;
    const text = path.replace(/\$\((\w+)\)/g, (_, name: string) => {
      const value = this.variables.get(name);
      if (value === undefined || value.includes('$(')) known = false;
      return value ?? '';
    });
    return known ? resolve(folder, text) : undefined;
  }

  private applySection(
    section: Section | undefined,
    folder: string,
    into: Map<string, string>,
    extensions: readonly string[] | undefined,
  ): void {
    const excluded = new Set(
      list(section?.['~']).flatMap((path) => this.files(path, folder, extensions)),
    );
    for (const [key, paths] of Object.entries(section ?? {})) {
      if (key === '~') continue;
      for (const path of list(paths)) {
        const found = this.files(path, folder, extensions).filter((name) => !excluded.has(name));
        if (found.length === 0 && this.expand(path, folder) !== undefined)
          throw new ManifestError(`${join(folder, 'manifest.json')}: no file for "${path}"`);
        for (const name of found) into.set(targetName(key, name, extensions !== undefined), name);
      }
    }
  }

  private files(path: string, folder: string, extensions: readonly string[] | undefined): string[] {
    const full = this.expand(path, folder);
    if (full === undefined) return [];
    const parent = dirname(full);
    if (!existsSync(parent)) return [];
    const wanted = basename(full);
    return readdirSync(parent)
      .filter(
        (name) =>
          matches(wanted, name) && (extensions === undefined || extensions.includes(extname(name))),
      )
      .sort()
      .map((name) => join(parent, name))
      .filter((name) => statSync(name).isFile());
  }

  private matchModules(pattern: string): string[] {
    const bare = pattern.replace(/\.m?js$/, '');
    return [...this.modules.keys()].filter((name) => matches(bare, name) && name !== this.main);
  }
}

function list(paths: Paths | undefined): readonly string[] {
  return paths === undefined ? [] : typeof paths === 'string' ? [paths] : paths;
}

/** As mcconfig: an extension may be left out, and `*` stands for anything. */
function matches(pattern: string, name: string): boolean {
  if (pattern === name || pattern === name.slice(0, name.length - extname(name).length))
    return true;
  const expression = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return expression.length > 1 && new RegExp(`^${expression.join('.*')}$`).test(name);
}

function targetName(key: string, file: string, code: boolean): string {
  const name = code ? basename(file, extname(file)) : basename(file);
  if (!key.includes('*')) return code || extname(key) !== '' ? key : key + extname(file);
  return key.replace('*', name);
}
