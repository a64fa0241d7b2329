import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { cachePath, writeCache } from '../shared/paths.js';
import type { Program } from '../shared/programs.js';
import { widenMemory } from './wide-memory.js';

const OPTIONS = [
  '-O2',
  '--enable-nontrapping-float-to-int',
  '--enable-bulk-memory',
  '--enable-sign-ext',
];

const binaryen = dirname(createRequire(import.meta.url).resolve('binaryen'));

/** The module of a program with its memory in 64 KiB pages, which is all that others know. */
export async function wideModule({ name, file }: Program): Promise<string> {
  return writeCache(`compare/${name}.wide.wasm`, widenMemory(await readFile(file)));
}

/**
 * A program as binaryen's `wasm2js -O2` translates it, an ES module; made once for each module and
 * binaryen. It checks no bounds and does not trap.
 */
export async function wasm2jsModule(program: Program): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(program.file))
    .update(await readFile(join(binaryen, 'package.json')))
    .update(OPTIONS.join())
    .digest('hex');
  const name = `wasm2js/${program.name}-${digest.slice(0, 16)}.js`;
  const path = await cachePath(name);
  if (existsSync(path)) return path;
  const command = [join(binaryen, 'bin', 'wasm2js'), ...OPTIONS, await wideModule(program)];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  return writeCache(name, stdout);
}
