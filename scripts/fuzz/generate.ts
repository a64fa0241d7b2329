/** Where modules come from: each source makes one of the numbers it is given. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEATURES, wasmOpt } from './binaryen.js';
import type { Random } from './random.js';
import { stackModule } from './stack-module.js';

/** A module, or undefined when the numbers make none. */
export type Source = (random: Random) => Promise<Uint8Array | undefined>;

/** Passes that reshape what `-ttf` made. */
const SHAPES: readonly (readonly string[])[] = [
  [],
  ['-O2'],
  ['-O3'],
  ['--flatten', '--local-cse', '-O1'],
  ['--ssa', '--coalesce-locals'],
];

/** A valid module that binaryen makes of random bytes; undefined when it makes none of them. */
export async function randomModule(random: Random): Promise<Uint8Array | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-fuzz-'));
  try {
    const input = join(folder, 'input');
    const output = join(folder, 'module.wasm');
    writeFileSync(input, random.bytes(200 + random.next(random.once(4) ? 12_000 : 3_000)));
    // NaNs become zero: the sign of those that arithmetic makes is not the same in every engine.
    const passes = ['-ttf', ...FEATURES, ...random.pick(SHAPES), '--denan'];
    await wasmOpt([input, ...passes, '-o', output]);
    return new Uint8Array(readFileSync(output));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let guests: Uint8Array[] | undefined;

function readGuests(): Uint8Array[] {
  return ['examples/guests/', 'bench/kernels/'].flatMap((path) => {
    const folder = fileURLToPath(new URL(`../../${path}`, import.meta.url));
    return readdirSync(folder)
      .filter((name) => name.endsWith('.wasm'))
      .map((name) => new Uint8Array(readFileSync(folder + name)));
  });
}

/** The module with a few bytes or bits changed; most are invalid then. */
function mutate(random: Random, module: Uint8Array): Uint8Array {
  const bytes = module.slice();
  for (let i = random.next(3); i >= 0; i--) {
    const at = 8 + random.next(bytes.length - 8);
    if (random.once(2)) bytes[at] = random.bits();
    else bytes[at]! ^= 1 << random.next(8);
  }
  return bytes;
}

/**
 * By name; those whose name ends in `*` make what Node 20 does not know, so that only engines of ours
 * are compared.
 */
export const SOURCES: Readonly<Record<string, Source>> = {
  binaryen: randomModule,
  stack: async (random) => stackModule(random, false),
  'stack*': async (random) => stackModule(random, true),
  mutant: async (random) => mutate(random, stackModule(random, false)),
  'mutant*': async (random) => mutate(random, random.pick((guests ??= readGuests()))),
};
