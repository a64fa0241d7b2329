/**
 * `npm run fuzz -- [--runs N] [--seed S]`: random modules, called in wasmote and in Node's own
 * WebAssembly. A difference ends the run with exit code 1; its module is kept in `.cache/fuzz/`, and
 * the same seed with `--from K --runs 1` repeats it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare } from './compare.js';
import { randomModule } from './generate.js';
import { nodeEngine } from './node-engine.js';
import { Random, seedOf } from './random.js';
import { signaturesOf, wasmoteEngine } from './wasmote-engine.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const runs = Number(values.runs);
const seed = Number(values.seed);
const from = Number(values.from);
if (![runs, seed, from].every(Number.isSafeInteger)) {
  console.error('fuzz: --runs, --seed and --from take integers');
  process.exit(2);
}

const engines = [wasmoteEngine(true), wasmoteEngine(false)];
let compared = 0;
let differences = 0;
const begun = Date.now();
for (let k = from; k < from + runs; k++) {
  const moduleSeed = seedOf(seed, k);
  const bytes = await randomModule(new Random(moduleSeed));
  if (bytes === undefined) continue;
  let difference: string | undefined;
  try {
    // Without fuel a loop of ours could outlast the one that V8 has ended: half of the time is enough.
    difference = compare(bytes, signaturesOf(bytes), engines[k & 1]!, nodeEngine, moduleSeed);
  } catch (error) {
    difference = String(error instanceof Error ? error.stack : error);
  }
  compared++;
  if (difference !== undefined) {
    differences++;
    const folder = fileURLToPath(new URL('../../.cache/fuzz/', import.meta.url));
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}${seed}-${k}.wasm`, bytes);
    console.log(`seed ${seed}, module ${k}: ${difference}`);
  }
  if ((k - from + 1) % 100 === 0) {
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    process.stderr.write(`${k - from + 1} of ${runs}, ${differences} differences, ${seconds} s\n`);
  }
}
console.log(`${compared} modules compared, ${differences} differences`);
process.exit(differences === 0 ? 0 : 1);
