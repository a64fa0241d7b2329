import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEATURES, wasmOpt } from './binaryen.js';
import type { Random } from './random.js';

/** A valid module that binaryen makes of random bytes; undefined when it makes none of them. */
export async function randomModule(random: Random): Promise<Uint8Array | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-fuzz-'));
  try {
    const input = join(folder, 'input');
    const output = join(folder, 'module.wasm');
    writeFileSync(input, random.bytes(200 + random.next(3000)));
    const optimise = random.once(2) ? ['-O2'] : [];
    // NaNs become zero: the sign of those that arithmetic makes is not the same in every engine.
    await wasmOpt([input, '-ttf', ...FEATURES, ...optimise, '--denan', '-o', output]);
    return new Uint8Array(readFileSync(output));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
