import { readFileSync } from 'node:fs';
import { print } from '@bytecodealliance/jco-transpile/wasm-tools';
import asc from 'assemblyscript/asc';
import { declareOneBytePages } from './one-byte-pages.js';
import { stripCustomSections } from './sections.js';

/**
 * No garbage collector, no `env.abort` import, and static data from address 4 on (0 stays the null
 * pointer). `--noExportMemory` lets asc drop a memory that nothing uses.
 */
const OPTIONS =
  '--runtime stub --optimizeLevel 3 --shrinkLevel 2 --use abort= --noExportMemory ' +
  '--memoryBase 4 --initialMemory 1 --maximumMemory 1';

/**
 * Builds an AssemblyScript source; its memory, if it has one, becomes `memoryBytes` 1-byte pages.
 *
 * @param {string} source path
 * @param {{ memoryBytes: number }} options
 */
export async function buildAssemblyScript(source, { memoryBytes }) {
  const output = new Map();
  const { error, stderr } = await asc.main(
    ['guest.ts', '--outFile', 'guest.wasm', ...OPTIONS.split(' ')],
    {
      readFile: (name) => (name === 'guest.ts' ? readFileSync(source, 'utf8') : null),
      writeFile: (name, contents) => void output.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`asc failed: ${error.message}\n${stderr.toString()}`);
  const bytes = stripCustomSections(output.get('guest.wasm'));
  return declareOneBytePages(bytes, memoryBytes, await print(bytes));
}
