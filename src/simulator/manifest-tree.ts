import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ManifestCreation } from './creation.js';
import { cloneInclude, type GitInclude } from './git-include.js';
import { ManifestError } from './manifest-error.js';

/** Files of a section under one name. */
export type Sources = string | { readonly source: string } | readonly Sources[];

/** `modules`, `data` or `resources`: files by the names that they get. */
export type Section = Readonly<Record<string, Sources>>;

/** What a manifest holds, as far as it is read here. */
export interface Manifest {
  readonly build?: Readonly<Record<string, unknown>>;
  readonly include?: Include | readonly Include[];
  readonly modules?: Section;
  readonly preload?: string | readonly string[];
  readonly data?: Section;
  readonly resources?: Section;
  readonly creation?: ManifestCreation;
  readonly strip?: string | readonly string[];
  readonly error?: string;
  readonly platforms?: Readonly<Record<string, Manifest>>;
}

type Include = string | GitInclude;

/** A manifest, or its section for the platform, in the order in which they are merged. */
export interface Layer {
  readonly file: string;
  /** Relative paths start here. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** What the SDK's manifest_base.json defines; other manifests of the SDK count on it. */
const SDK_VARIABLES: Readonly<Record<string, string>> = {
  BUILD: '$(MODDABLE)/build',
  MODULES: '$(MODDABLE)/modules',
  COMMODETTO: '$(MODDABLE)/modules/commodetto',
  PIU: '$(MODDABLE)/modules/piu',
};

/** In the place of the SDK's folder where that is unknown. */
const UNKNOWN_SDK = '$(MODDABLE)';

/**
 * Manifests and all that they include, in the order in which mcconfig merges them: what a manifest
 * includes comes before it, and the section for the platform after it.
 */
export class ManifestTree {
  readonly layers: Layer[] = [];
  /** Manifests of the SDK that were not read because its folder is unknown: `$(MODDABLE)/…`. */
  readonly unread: string[] = [];
  private readonly seen = new Set<string>();
  private readonly variables: Map<string, string>;

  /**
   * @param platform what follows mcconfig's `-p`: `esp32/nodemcu`
   * @param moddable the SDK's folder; without it manifests of the SDK are not read
   */
  constructor(
    private readonly platform: string,
    moddable = UNKNOWN_SDK,
  ) {
    const [family = '', target] = platform.split('/');
    this.variables = new Map([
      ...(moddable === UNKNOWN_SDK ? Object.entries(SDK_VARIABLES) : []),
      ['MODDABLE', moddable],
      ['PLATFORM', family],
      ['FULLPLATFORM', platform],
    ]);
    if (target === undefined) return;
    const folder = `${moddable}/build/devices/${family}/targets/${target}`;
    this.variables.set('SUBPLATFORM', target);
    this.variables.set('SUBPLATFORMDIRECTORY', folder);
    this.variables.set('SUBPLATFORMMANIFEST', `${folder}/manifest.json`);
  }

  /** @throws ManifestError when a file is missing, is no JSON, or refuses the platform */
  read(file: string): void {
    if (this.seen.has(file)) return;
    this.seen.add(file);
    let manifest: Manifest;
    try {
      manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    } catch (error) {
      throw new ManifestError(`${file}: ${(error as Error).message}`);
    }
    this.add({ file, folder: dirname(file), manifest });
  }

  /** The text with its variables replaced; those of the environment too, as mcconfig does. */
  expand(text: string): string {
    return text.replace(/\$\(([^)]+)\)/g, (whole, name: string) => {
      return this.variables.get(name) ?? process.env[name] ?? whole;
    });
  }

  private add({ file, folder, manifest }: Layer): void {
    const section = this.sectionOf(manifest.platforms ?? {});
    this.define(manifest.build, folder);
    this.define(section?.build, folder);
    for (const include of [manifest.include ?? [], section?.include ?? []].flat()) {
      this.include(include, folder, file);
    }
    for (const layer of section === undefined ? [manifest] : [manifest, section]) {
      if (layer.error !== undefined) {
        throw new ManifestError(`${file} is not for ${this.platform}: ${layer.error}`);
      }
      this.layers.push({ file, folder, manifest: layer });
    }
  }

  private define(build: Manifest['build'], folder: string): void {
    for (const [key, value] of Object.entries(build ?? {})) {
      if (typeof value !== 'string') continue;
      const name = key.replace(/ \?=$/, '');
      if (name !== key && this.variables.has(name)) continue;
      const text = (name === key ? undefined : process.env[name]) ?? this.expand(value);
      this.variables.set(name, text.startsWith('./') ? join(folder, text) : text);
    }
  }

  private include(include: Include, folder: string, by: string): void {
    if (typeof include === 'string') return this.includePath(this.expand(include), folder, by);
    const clone = cloneInclude(include, this.expand(include.git));
    const { manifest = 'manifest.json' } = include;
    if (typeof manifest === 'string') return this.includePath(this.expand(manifest), clone, by);
    this.add({ file: by, folder: clone, manifest: manifest as Manifest });
  }

  private includePath(path: string, folder: string, by: string): void {
    if (path.startsWith(UNKNOWN_SDK)) {
      if (!this.unread.includes(path)) this.unread.push(path);
      return;
    }
    const file = resolve(folder, path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      throw new ManifestError(`${by}: there is no manifest ${path}`);
    }
    this.read(file);
  }

  /** One section applies at most: the first for the platform, else for what is before its slash. */
  private sectionOf(platforms: Readonly<Record<string, Manifest>>): Manifest | undefined {
    for (let name = this.platform; name !== ''; name = name.replace(/\/?[^/]*$/, '')) {
      const key = Object.keys(platforms).find((candidate) => isFor(candidate, name));
      if (key !== undefined) return platforms[key];
    }
    return platforms['...'];
  }
}

function isFor(key: string, platform: string): boolean {
  if (key.endsWith('/*')) return platform.startsWith(key.slice(0, -1));
  if (key.startsWith('*/')) return platform.endsWith(key.slice(1));
  return key === platform;
}
