/**
 * `npm run bench:code-ram [-- FILE.wasm…]`: what functions that are compiled on a device weigh in its
 * RAM, on 32-bit XS, for each byte of WebAssembly. Without files of kernels and examples, and ends
 * with 1 when their limit is missed.
 */
import { ensureBuilt } from '../../scripts/build.js';
import { simulatorProgress } from '../../src/cli/progress.js';
import { buildSimulator } from '../../src/simulator/index.js';
import { limitedModules, measureCodeRam } from './code-ram.js';
import { MOST_BYTES_PER_BYTE } from './limits.js';
import { codeRamText, totalsOf } from './text.js';

await ensureBuilt();
const { xsVersion, pointerBits } = await buildSimulator(simulatorProgress());
const own = process.argv.slice(2).filter((argument) => argument !== '--');
const files =
  own.length === 0 ? await limitedModules() : new Map(own.map((path) => [path, path] as const));
const figures = await measureCodeRam(files);
console.log(`XS ${xsVersion}, ${pointerBits}-bit; bytes\n\n${codeRamText(figures)}`);
if (own.length === 0 && pointerBits === 32 && totalsOf(figures).ratio > MOST_BYTES_PER_BYTE)
  process.exitCode = 1;
