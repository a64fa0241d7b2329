import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optimize } from './binaryen.js';
import { run } from './run.js';

const INSTALL = 'apt-get install clang-22 lld-22';

/** The MVP and what every engine of the last years has; no SIMD, no bulk memory. */
const TARGET = '--target=wasm32 -mcpu=mvp -mmutable-globals -msign-ext -mnontrapping-fptoint';

/** `-fno-builtin` keeps clang from calling a `memset` that is not there. */
const LANGUAGE = '-std=c11 -Wall -Wextra -Werror -ffreestanding -fno-builtin -ffp-contract=off';

/**
 * Static data from address 0 on and no shadow stack: guests need none, and one that does traps on
 * its first push, in the tests.
 */
const LINK =
  '-nostdlib --no-wasm-opt -Wl,--no-entry -Wl,--page-size=1 -Wl,--strip-all -Wl,--stack-first ' +
  '-Wl,-z,stack-size=0';

/**
 * Builds a C source into a module of 1-byte pages.
 *
 * @param {string} source path
 * @param {{ optimization: string, memoryBytes: number, passes: string[] }} options `memoryBytes` is
 * both minimum and maximum; the linker refuses one that is too small; 0 stands for no memory
 */
export function buildC(source, { optimization, memoryBytes, passes }) {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-'));
  try {
    const out = join(folder, 'guest.wasm');
    const flags = `${TARGET} ${LANGUAGE} ${optimization} ${LINK}`.split(' ');
    // A memory that is imported and not used is dropped below; an exported one would stay.
    if (memoryBytes === 0) flags.push('-Wl,--import-memory');
    else flags.push(`-Wl,--initial-memory=${memoryBytes}`, `-Wl,--max-memory=${memoryBytes}`);
    run('clang-22', ['--version'], INSTALL);
    run('wasm-ld-22', ['--version'], INSTALL);
    run('clang-22', [...flags, '-o', out, source], INSTALL);
    // clang always leaves a table and a stack pointer, which would cost every instance RAM.
    return optimize(readFileSync(out), passes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
