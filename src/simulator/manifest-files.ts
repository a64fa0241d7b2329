import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { ManifestError } from './manifest-error.js';
import type { Layer, Section, Sources } from './manifest-tree.js';

/** Files by the names that they get on the board. */
export interface ManifestFiles {
  /** Modules, JavaScript or TypeScript, by specifier. */
  readonly modules: ReadonlyMap<string, string>;
  /** Declarations (`.d.ts`) by specifier. */
  readonly types: ReadonlyMap<string, string>;
  /** `data` and `resources`, which images and fonts of the second do not reach as they are. */
  readonly resources: ReadonlyMap<string, string>;
}

interface Found {
  readonly target: string;
  /** With the dot; `.d.ts` is one. */
  readonly extension: string;
  readonly path: string;
}

const MODULE_EXTENSIONS = ['.js', '.mjs', '.ts', '.json'];
/** Never resources, wherever they stand. */
const CODE_EXTENSIONS = ['.c', '.cc', '.cpp', '.h', '.java', '.js', '.json', '.m'];

/**
 * Finds the files of all layers' sections by mcconfig's rules: names of a section are merged over all
 * manifests, a file counts once, where it is first named, the first file of a name wins, and what is
 * data is no module.
 *
 * @param expand replaces variables; paths that then begin with `$(` are the SDK's and left out
 * @throws ManifestError when there is no file for a path, where mcconfig only warns
 */
export function manifestFiles(
  layers: readonly Layer[],
  expand: (text: string) => string,
): ManifestFiles {
  const data = filesOf(layers, 'data', expand);
  const resources = new Map<string, string>();
  const taken = new Set<string>();
  for (const { target, extension, path } of data) {
    taken.add(path);
    setFirst(resources, target + extension, path);
  }
  const modules = new Map<string, string>();
  const types = new Map<string, string>();
  for (const { target, extension, path } of filesOf(layers, 'modules', expand)) {
    if (taken.has(path)) continue;
    if (extension === '.d.ts') setFirst(types, target, path);
    else if (extension === '.json' && basename(path).startsWith('manifest')) continue;
    else if (MODULE_EXTENSIONS.includes(extension)) setFirst(modules, target, path);
  }
  for (const { target, extension, path } of filesOf(layers, 'resources', expand)) {
    if (taken.has(path) || CODE_EXTENSIONS.includes(extension)) continue;
    setFirst(resources, target + extension, path);
  }
  return { modules, types, resources };
}

function setFirst(map: Map<string, string>, name: string, path: string): void {
  if (!map.has(name)) map.set(name, path);
}

/** A section of all layers, each file once. */
function filesOf(
  layers: readonly Layer[],
  name: 'modules' | 'data' | 'resources',
  expand: (text: string) => string,
): Found[] {
  const merged = new Map<string, { source: string; layer: Layer }[]>();
  for (const layer of layers) {
    const section: Section = layer.manifest[name] ?? {};
    for (const [key, sources] of Object.entries(section)) {
      const found = merged.get(key) ?? [];
      for (const source of list(sources)) found.push({ source: expand(source), layer });
      merged.set(key, found);
    }
  }
  const seen = new Set<string>();
  const result: Found[] = [];
  for (const key of ['~', ...merged.keys()].filter((key, i) => i === 0 || key !== '~')) {
    for (const { source, layer } of merged.get(key) ?? []) {
      for (const found of match(key, source, layer)) {
        if (seen.has(found.path)) continue;
        seen.add(found.path);
        if (key !== '~') result.push(found);
      }
    }
  }
  return result;
}

function list(sources: Sources): readonly string[] {
  if (typeof sources === 'string') return [sources];
  return 'source' in sources ? [sources.source] : sources.flatMap(list);
}

/**
 * What a path stands for: an extension may be left out, and what follows a `*` does not count. Folders,
 * with a slash at the end, are for the C compiler.
 */
function match(key: string, source: string, { file, folder }: Layer): Found[] {
  if (source.startsWith('$(') || source.endsWith('/')) return [];
  const refuse = (reason: string): never => {
    throw new ManifestError(`${file}: ${reason} "${source}"`);
  };
  if (!source.includes('/')) refuse('a path needs a slash:');
  const full = resolve(folder, source);
  const parent = dirname(full);
  if (!existsSync(parent)) refuse('no folder for');
  const wanted = basename(full);
  const star = wanted.lastIndexOf('*');
  const [prefix, suffix] = split(key);
  const result: Found[] = [];
  for (const entry of readdirSync(parent).sort()) {
    const extension = entry.endsWith('.d.ts') ? '.d.ts' : extname(entry);
    const name = entry.slice(0, entry.length - extension.length);
    const isMatch =
      star >= 0 ? name.startsWith(wanted.slice(0, star)) : name === wanted || entry === wanted;
    const path = join(parent, entry);
    if (!isMatch || entry.startsWith('.') || !statSync(path).isFile()) continue;
    const rest = star >= 0 ? name.slice(star) : name;
    result.push({
      target: suffix === undefined ? prefix : prefix + rest + suffix,
      extension,
      path,
    });
  }
  return result.length > 0 ? result : refuse('no file for');
}

/** `a/*` is `a/` and nothing; a key without a star has no second part. */
function split(key: string): [string, string | undefined] {
  const star = key.lastIndexOf('*');
  return star < 0 ? [key, undefined] : [key.slice(0, star), ''];
}
