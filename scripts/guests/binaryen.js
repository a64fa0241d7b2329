import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './run.js';

const FEATURES = [
  '--mvp-features',
  '--enable-custom-page-sizes',
  '--enable-mutable-globals',
  '--enable-sign-ext',
  '--enable-nontrapping-float-to-int',
];

/** For code that is to stay as the compiler made it: only what nothing uses goes. */
export const CLEAN = ['--remove-unused-module-elements', '--memory-packing'];

/** For the smallest code. */
export const SMALLEST = ['-Oz'];

/** Runs binaryen's `wasm-opt` over a module. */
export function optimize(bytes, passes) {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-'));
  try {
    const [from, to] = [join(folder, 'in.wasm'), join(folder, 'out.wasm')];
    writeFileSync(from, bytes);
    const entry = createRequire(import.meta.url).resolve('binaryen');
    const wasmOpt = join(dirname(entry), 'bin', 'wasm-opt');
    run(process.execPath, [wasmOpt, ...FEATURES, ...passes, from, '-o', to]);
    return new Uint8Array(readFileSync(to));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
