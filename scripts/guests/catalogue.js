import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAssemblyScript } from './assemblyscript.js';
import { CLEAN, SMALLEST } from './binaryen.js';
import { buildC } from './c.js';
import { buildByCommand } from './command.js';
import { buildWat } from './wat.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/**
 * Guests are for flash and RAM and so as small as they can be; kernels and programs are for time and
 * stay as clang's -O2 made them.
 */
const COLLECTIONS = [
  { folder: 'examples/guests', list: 'guests', optimization: '-Oz', passes: SMALLEST },
  {
    folder: 'examples/sensors/guests',
    list: 'guests',
    optimization: '-Oz',
    passes: SMALLEST,
  },
  { folder: 'bench/kernels', list: 'kernels', optimization: '-O2', passes: CLEAN },
  { folder: 'bench/programs', list: 'programs', optimization: '-O2', passes: CLEAN },
];

/** Guests as toolchains make them, in pages of 64 KiB, for the tests of `wasmote repage`. */
const RAW = 'test/transform/guests';

const BUILDERS = {
  C: buildC,
  AssemblyScript: buildAssemblyScript,
  WAT: buildWat,
};

/**
 * Everything the project builds to WebAssembly, as the index files list it.
 *
 * @returns {{ name: string, target: string, build: () => Promise<Uint8Array> }[]}
 */
export function catalogue() {
  return [...ofOneBytePages(), ...raw()];
}

function ofOneBytePages() {
  return COLLECTIONS.flatMap(({ folder, list, optimization, passes }) => {
    const index = JSON.parse(readFileSync(join(ROOT, folder, 'index.json'), 'utf8'));
    return index[list].map(({ name, file, source, language, memoryBytes }) => ({
      name: `${folder}/${name}`,
      target: join(ROOT, folder, file),
      build: async () =>
        BUILDERS[language](join(ROOT, folder, source), { optimization, memoryBytes, passes }),
    }));
  });
}

function raw() {
  const folder = join(ROOT, RAW);
  return JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')).guests.map(
    ({ name, source, command }) => ({
      name: `${RAW}/${name}`,
      target: join(folder, `${name}.wasm`),
      build: async () => buildByCommand(source, { folder, command }),
    }),
  );
}
