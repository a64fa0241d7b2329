import { rmSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBuilt } from '../../scripts/build.js';
import { benchPath } from '../shared/paths.js';
import type { PlatformName } from './engines.js';

/** Entries of the library by their files in `dist/xs/`. */
const ENTRIES = { wasmote: 'index', compiled: 'compiled', compiler: 'compiler' } as const;

export type Entry = keyof typeof ENTRIES;

let taken: Promise<string> | undefined;

/**
 * A copy of the library for this process, so that whoever builds `dist/` or edits sources during a run
 * changes nothing. For XS it is what is published, for Node made of the sources, since all that Node
 * needs is not published for it.
 */
async function take(): Promise<string> {
  await ensureBuilt();
  const folder = benchPath(`../.cache/bench/library-${process.pid}`);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'xs'), { recursive: true });
  // The command, and the files that it imports.
  for (const file of ['cli.js', 'tools.js', 'library.js'])
    await copyFile(benchPath(`../dist/${file}`), join(folder, file));
  for (const entry of Object.keys(ENTRIES))
    await copyFile(benchPath(`../dist/xs/${entry}.js`), join(folder, 'xs', `${entry}.js`));
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(ENTRIES).map(([entry, source]) => [entry, benchPath(`../src/${source}.ts`)]),
    ),
    outdir: join(folder, 'node'),
    ...{ bundle: true, splitting: true, format: 'esm', target: 'node20', logLevel: 'silent' },
  });
  return folder;
}

const folder = (): Promise<string> => (taken ??= take());

/** Files of `wasmote` and some more entries, by the names that programs import. */
export async function library(
  platform: PlatformName,
  ...entries: readonly Exclude<Entry, 'wasmote'>[]
): Promise<Readonly<Record<string, string>>> {
  const file = join(await folder(), platform);
  return Object.fromEntries([
    ['wasmote', join(file, 'wasmote.js')],
    ...entries.map((entry) => [`wasmote/${entry}`, join(file, `${entry}.js`)]),
  ]) as Record<string, string>;
}

/** The command `wasmote`. */
export async function command(): Promise<string> {
  return join(await folder(), 'cli.js');
}
