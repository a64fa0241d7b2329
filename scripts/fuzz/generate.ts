/** Where modules come from: each source makes one of the numbers it is given. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FEATURES_3, NODE_FEATURES, optimise } from './binaryen.js';
import { mutate } from './mutate.js';
import { pagesModule } from './pages-module.js';
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

const SHAPES_3: readonly (readonly string[])[] = [[], ['-O2'], ['-O3'], ['-O1', '--gufa']];

/** A valid module that binaryen makes of random bytes; undefined when it makes none of them. */
export async function randomModule(
  random: Random,
  options: readonly string[] = NODE_FEATURES,
  shapes = SHAPES,
): Promise<Uint8Array | undefined> {
  const input = random.bytes(200 + random.next(random.once(4) ? 12_000 : 3_000));
  // NaNs become zero: the sign of those that arithmetic makes is not the same in every engine.
  return optimise(input, ['-q', '-ttf', ...options, ...random.pick(shapes), '--denan']);
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

/**
 * By name. What those make whose name ends in `*` Node 20 does not know in part, so that mostly
 * engines of ours are compared.
 */
export const SOURCES: Readonly<Record<string, Source>> = {
  binaryen: (random) => randomModule(random),
  // Of 64-bit memories Node 20 knows an early version, without 64-bit tables. To instructions of
  // reference types that lowering is not done.
  binaryen64: (random) =>
    randomModule(random, [
      ...NODE_FEATURES.filter((feature) => !feature.endsWith('reference-types')),
      '--enable-memory64',
      '--table64-lowering',
    ]),
  'binaryen*': (random) => randomModule(random, [...FEATURES_3, '--translate-to-exnref'], SHAPES_3),
  pages: async (random) => pagesModule(random),
  stack: async (random) => stackModule(random, false),
  'stack*': async (random) => stackModule(random, true),
  mutant: async (random) => mutate(random, stackModule(random, false)),
  'mutant*': async (random) => mutate(random, random.pick((guests ??= readGuests()))),
};
