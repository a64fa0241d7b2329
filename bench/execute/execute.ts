/**
 * `npm run bench:execute [-- KERNEL]`: the interpreter against the other design (in place, with a
 * side table) and a naive one, in one run on the simulated XS, as ratios, because times on shared
 * machines drift.
 */
import { runOnXs } from '../../src/simulator/index.js';
import { writeInPlace } from '../in-place/generate.js';
import { benchPath } from '../shared/paths.js';
import { loadPrograms } from '../shared/programs.js';
import { geometricMean } from '../shared/statistics.js';
import { rowPrinter } from '../shared/table.js';

/** The interpreter may take at most this share of the naive one's time, as a geometric mean. */
const LIMIT = 0.5;

/** Nanoseconds a run. */
interface Figures {
  readonly name: string;
  readonly interpreter: number;
  readonly inPlace: number;
  readonly naive: number;
}

const only = process.argv[2];
const kernels = (await loadPrograms('kernels')).filter(
  ({ name }) => only === undefined || name === only,
);
const inPlace = await writeInPlace('opcode');
const result = await runOnXs({
  app: benchPath('execute/app.js'),
  modules: {
    wasmote: benchPath('../dist/xs/wasmote.js'),
    naive: benchPath('naive/interpreter.js'),
    'in-place': inPlace.loop,
    'in-place-numeric': inPlace.numeric,
    'in-place-load': benchPath('in-place/load.js'),
  },
  preload: ['wasmote', 'in-place', 'in-place-numeric'],
  argv: [JSON.stringify(kernels)],
  timeoutMs: 300_000,
});
if (result.exitCode !== 0) {
  process.stderr.write(`bench:execute: ${result.stderr || 'took more than 5 minutes'}\n`);
  process.exit(1);
}

const figures = result.stdout
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Figures);
const row = rowPrinter(12, 13);
const microseconds = (ns: number): string => `${(ns / 1000).toFixed(0)} us`;
row('kernel', 'interpreter', 'in place', 'naive', '/ in place', '/ naive');
for (const { name, interpreter, inPlace, naive } of figures) {
  const times = [interpreter, inPlace, naive].map(microseconds);
  row(name, ...times, (interpreter / inPlace).toFixed(3), (interpreter / naive).toFixed(3));
}
const toInPlace = geometricMean(figures.map((f) => f.interpreter / f.inPlace));
const toNaive = geometricMean(figures.map((f) => f.interpreter / f.naive));
row('mean', '', '', '', toInPlace.toFixed(3), toNaive.toFixed(3));
console.log(`geometric mean to the naive interpreter: ${toNaive.toFixed(3)} (at most ${LIMIT})`);
if (only === undefined && toNaive > LIMIT) process.exit(1);
