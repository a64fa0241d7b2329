/**
 * `npm run bench:execute [-- KERNEL]`: the interpreter against the other design (in place, with a
 * side table), a naive one and JavaScript by hand, in one run on the simulated XS, as ratios, because
 * times on shared machines drift.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runOnXs } from '../../src/simulator/index.js';
import { writeInPlace } from '../in-place/generate.js';

/** The interpreter may take at most this share of the naive one's time, as a geometric mean. */
const LIMIT = 0.5;

interface Kernel {
  readonly name: string;
  readonly file: string;
  readonly javascript: string;
  readonly checksum: number;
}

interface Figures {
  readonly name: string;
  /** Nanoseconds a run. */
  readonly interpreter: number;
  readonly inPlace: number;
  readonly naive: number;
  readonly javascript: number;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = at('../../.cache/bench/');

/** The kernels as a module that XS loads: what a bundler would make of them. */
async function writeKernels(): Promise<string> {
  const { kernels } = JSON.parse(await readFile(at('../kernels/index.json'), 'utf8')) as {
    kernels: Kernel[];
  };
  const imports = kernels.map((k, i) => `import { run as run${i} } from 'kernel-${k.name}';\n`);
  const entries = kernels.map(
    ({ name, file, checksum }, i) =>
      `  { name: '${name}', file: ${JSON.stringify(at(`../kernels/${file}`))}, checksum: ${checksum}, run: run${i} },\n`,
  );
  await mkdir(folder, { recursive: true });
  const path = `${folder}kernels.js`;
  await writeFile(path, `${imports.join('')}export const kernels = [\n${entries.join('')}];\n`);
  for (const k of kernels) modules[`kernel-${k.name}`] = at(`../kernels/${k.javascript}`);
  return path;
}

const modules: Record<string, string> = {
  wasmote: at('../../dist/xs/wasmote.js'),
  naive: at('../naive/interpreter.js'),
};
modules['kernels'] = await writeKernels();
const inPlace = await writeInPlace('opcode');
modules['in-place'] = inPlace.loop;
modules['in-place-numeric'] = inPlace.numeric;
modules['in-place-load'] = at('../in-place/load.js');

const only = process.argv[2] ?? '';
const result = await runOnXs({
  app: at('app.js'),
  modules,
  preload: ['wasmote', 'in-place', 'in-place-numeric'],
  argv: ['3', only],
  timeoutMs: 300_000,
});
if (result.exitCode !== 0) {
  process.stderr.write(`bench:execute: ${result.stderr || 'took more than 5 minutes'}\n`);
  process.exit(1);
}

const figures = result.stdout
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Figures);
const mean = (ratio: (f: Figures) => number): number =>
  Math.exp(figures.reduce((sum, f) => sum + Math.log(ratio(f)), 0) / figures.length);

const row = (...cells: string[]): void =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(13))).join(''));
row(
  'kernel',
  'interpreter',
  'in place',
  'naive',
  'JavaScript',
  '/ in place',
  '/ naive',
  '/ JavaScript',
);
for (const f of figures) {
  row(
    f.name,
    `${(f.interpreter / 1000).toFixed(0)} us`,
    `${(f.inPlace / 1000).toFixed(0)} us`,
    `${(f.naive / 1000).toFixed(0)} us`,
    `${(f.javascript / 1000).toFixed(0)} us`,
    (f.interpreter / f.inPlace).toFixed(3),
    (f.interpreter / f.naive).toFixed(3),
    (f.interpreter / f.javascript).toFixed(1),
  );
}
const toNaive = mean((f) => f.interpreter / f.naive);
row(
  'mean',
  '',
  '',
  '',
  '',
  mean((f) => f.interpreter / f.inPlace).toFixed(3),
  toNaive.toFixed(3),
  mean((f) => f.interpreter / f.javascript).toFixed(1),
);
console.log(`geometric mean to the naive interpreter: ${toNaive.toFixed(3)} (at most ${LIMIT})`);
if (only === '' && toNaive > LIMIT) process.exit(1);
