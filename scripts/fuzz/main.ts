/**
 * `npm run fuzz -- [--runs N] [--seed S] [--from K] [--source NAME]`: random modules, called in
 * wasmote and in Node's own WebAssembly. A difference ends the run with exit code 1; its module is
 * kept in `.cache/fuzz/` as it was and reduced, and the same seed with `--from K --runs 1` repeats it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare, type Difference } from './compare.js';
import type { Engine } from './engine.js';
import { SOURCES } from './generate.js';
import { nodeEngine } from './node-engine.js';
import { Random, seedOf } from './random.js';
import { reduce } from './reduce.js';
import { signaturesOf, wasmoteEngine } from './wasmote-engine.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    source: { type: 'string', default: '' },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const from = Number(values.from);
if (![runs, seed, from].every(Number.isSafeInteger)) {
  console.error('fuzz: --runs, --seed and --from take integers');
  process.exit(2);
}
/** Own modules are made and run fastest, and find most. */
const order = values.source
  ? [values.source]
  : ['stack', 'binaryen', 'stack', 'stack*', 'mutant', 'stack', 'mutant*', 'binaryen'];
if (!order.every((name) => name in SOURCES)) {
  console.error(`fuzz: --source takes ${Object.keys(SOURCES).join(', ')}`);
  process.exit(2);
}

const [fueled, plain] = [wasmoteEngine(true), wasmoteEngine(false)];
const folder = fileURLToPath(new URL('../../.cache/fuzz/', import.meta.url));

/** What the module is run in: modules that may not end begin with the engine that stops them. */
function enginesFor(source: string, k: number): [Engine, Engine] {
  if (source.endsWith('*')) return [fueled, plain];
  return [source === 'mutant' || k % 16 < 8 ? fueled : plain, nodeEngine];
}

function differenceOf(bytes: Uint8Array, source: string, k: number): Difference {
  const [first, second] = enginesFor(source, k);
  try {
    return compare(bytes, signaturesOf(bytes), first, second, seedOf(seed, k));
  } catch (error) {
    return String(error instanceof Error ? error.stack : error);
  }
}

let compared = 0;
let invalid = 0;
let differences = 0;
const begun = Date.now();
for (let k = from; k < from + runs; k++) {
  const source = order[k % order.length]!;
  const bytes = await SOURCES[source]!(new Random(seedOf(seed, k)));
  if (bytes === undefined) continue;
  const difference = differenceOf(bytes, source, k);
  if (signaturesOf(bytes).length > 0) compared++;
  else invalid++;
  if (difference !== undefined) {
    differences++;
    mkdirSync(folder, { recursive: true });
    const name = `${folder}${seed}-${k}`;
    writeFileSync(`${name}.wasm`, bytes);
    console.log(`seed ${seed}, module ${k} (${source}): ${difference}`);
    const small = reduce(bytes, (candidate) => differenceOf(candidate, source, k) !== undefined);
    writeFileSync(`${name}.reduced.wasm`, small);
    console.log(`  ${name}.reduced.wasm: ${differenceOf(small, source, k)}`);
  }
  if ((k - from + 1) % 500 === 0) {
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    process.stderr.write(`${k - from + 1} of ${runs}, ${differences} differences, ${seconds} s\n`);
  }
}
console.log(`${compared} modules compared, ${invalid} invalid alike, ${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
