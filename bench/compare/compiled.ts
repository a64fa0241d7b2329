import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { cachePath } from '../shared/paths.js';
import type { Program } from '../shared/programs.js';
import { command } from './library.js';

/**
 * A program as `wasmote compile` makes it ahead of time, an ES module; made anew each time, because
 * the compiler may have changed.
 */
export async function compiledModule({ file }: Program): Promise<string> {
  const output = await cachePath(`compiled/${basename(file, '.wasm')}.js`);
  const args = [await command(), 'compile', file, '-o', dirname(output)];
  await promisify(execFile)(process.execPath, args);
  return output;
}
