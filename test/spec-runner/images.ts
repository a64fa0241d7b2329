import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CompileError } from '../../src/index.js';
import { PROJECT } from './bundle.js';
import { engineOf } from './script-runner.js';
import type { Script } from './wast-json.js';

/**
 * Writes what a script loads into a folder of the same name, its modules as precompiled images, and
 * those that cannot be compiled as they are.
 * @returns the folder
 */
export async function imagesOf(file: string): Promise<string> {
  const source = dirname(file);
  const part = basename(source);
  const folder = join(PROJECT, '.cache', 'spec', 'images', part);
  await mkdir(folder, { recursive: true });
  const { commands } = JSON.parse(await readFile(file, 'utf8')) as Script;
  const engine = engineOf(part, 'interpreter');
  for (const { filename, module_type: type } of commands) {
    if (filename === undefined || type === 'text') continue;
    let bytes: Uint8Array = await readFile(join(source, filename));
    try {
      bytes = engine.precompileModule(bytes);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
    }
    await writeFile(join(folder, filename), bytes);
  }
  return folder;
}
