/**
 * `npm run bench:memory64`: what 64-bit addresses cost. The kernels that use memory, built by clang for
 * wasm32 and for wasm64 with the same options; machine instructions of a run on 32-bit XS.
 */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { compileModule } from '../../src/embedding/compile-module.js';
import { Engine } from '../../src/index.js';
import { benchPath, cachePath, writeCache } from '../shared/paths.js';
import { countInstructions } from '../shared/callgrind.js';
import { loadPrograms } from '../shared/programs.js';
import { geometricMean } from '../shared/statistics.js';
import { rowPrinter } from '../shared/table.js';

const OPTIONS =
  '-mcpu=mvp -mmutable-globals -msign-ext -std=c11 -ffreestanding -fno-builtin -ffp-contract=off -O2 ' +
  '-nostdlib --no-wasm-opt -Wl,--no-entry -Wl,--page-size=1 -Wl,--strip-all -Wl,--stack-first ' +
  '-Wl,-z,stack-size=0';

const WASM_OPT = benchPath('../node_modules/binaryen/bin/wasm-opt');
const PASSES =
  '-O2 --remove-unused-module-elements --mvp-features --enable-memory64 --enable-mutable-globals ' +
  '--enable-sign-ext --enable-custom-page-sizes';

async function build(name: string, target: 'wasm32' | 'wasm64'): Promise<string> {
  const out = await cachePath(`memory64/${name}.${target}.wasm`);
  const source = benchPath(`kernels/${name}.c`);
  execFileSync('clang-22', [`--target=${target}`, ...OPTIONS.split(' '), '-o', out, source]);
  execFileSync(process.execPath, [WASM_OPT, ...PASSES.split(' '), out, '-o', out]);
  return out;
}

/** Ahead of time, since a board's parser would not take all of them. */
async function compile(file: string): Promise<string> {
  const bytes = new Uint8Array(await readFile(file));
  return writeCache(`memory64/${basename(file)}.js`, compileModule(new Engine(), bytes, file));
}

const runtime = (name: string): string => benchPath(`../dist/xs/${name}.js`);
const MODULES = {
  wasmote: runtime('wasmote'),
  'wasmote/compiled': runtime('compiled'),
  'wasmote/extension': runtime('extension'),
  'wasmote/memory64': runtime('memory64'),
};

const kernels = (await loadPrograms('kernels')).filter(({ name }) =>
  ['crc32', 'sieve', 'matmul', 'fir'].includes(name),
);
const row = rowPrinter(12, 14);
for (const strategy of ['interpreter', 'compiler']) {
  const ratios: number[] = [];
  row(strategy, '32 bits', '64 bits', 'ratio');
  for (const { name, checksum } of kernels) {
    const files = [await build(name, 'wasm32'), await build(name, 'wasm64')];
    const [narrowModule, wideModule] = await Promise.all(files.map(compile));
    const modules = { ...MODULES, narrow: narrowModule!, wide: wideModule! };
    const { stdout, instructions } = await countInstructions({
      app: benchPath('memory64/app.js'),
      modules,
      preload: Object.keys(modules),
      argv: strategy === 'compiler' ? [] : files,
    });
    if (stdout !== `${checksum}\n${checksum}\n`) throw new Error(`${name} gave ${stdout}`);
    const [narrow, , wide] = instructions as [number, number, number];
    ratios.push(wide / narrow);
    const millions = [narrow, wide].map((count) => (count / 1e6).toFixed(2));
    row(name, ...millions, (wide / narrow).toFixed(2));
  }
  row('mean', '', '', geometricMean(ratios).toFixed(2));
}
