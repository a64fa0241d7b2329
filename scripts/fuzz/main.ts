/**
 * `npm run fuzz -- [--runs N] [--minutes M] [--seed S] [--from K] [--source NAME,…] [--only ENGINE,…]
 * [--on xs|node] [--keep]`: random modules, called in several engines and compared with wasmote's
 * interpreter on Node (docs/fuzzing.md). Ends with 1 when engines differ.
 */
import { parseArgs } from 'node:util';
import { detectCompiler } from '../../src/simulator/index.js';
import { Fuzzer } from './fuzzer.js';
import { SOURCES } from './generate.js';
import { RIVALS } from './rivals.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    source: { type: 'string' },
    only: { type: 'string' },
    on: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

function usage(message: string): never {
  console.error(`fuzz: ${message}`);
  process.exit(2);
}

function integer(name: string, text: string): number {
  if (!Number.isSafeInteger(Number(text))) usage(`--${name} takes an integer, not ${text}`);
  return Number(text);
}

function list(name: string, text: string, known: readonly string[]): string[] {
  const names = text.split(',');
  const unknown = names.find((found) => !known.includes(found));
  if (unknown !== undefined) usage(`--${name} takes ${known.join(', ')}, not ${unknown}`);
  return names;
}

/** Modules of the own generator are made and run fastest, and find most. */
const ORDER = ['stack', 'binaryen', 'stack', 'stack*', 'mutant', 'stack', 'mutant*', 'binaryen'];

const isOnXs = (name: string): boolean => name.startsWith('xs');
const names = RIVALS.map(({ name }) => name);
let wanted = values.only === undefined ? names : list('only', values.only, names);
if (values.on !== undefined) {
  const [on] = list('on', values.on, ['node', 'xs']);
  wanted = wanted.filter((name) => isOnXs(name) === (on === 'xs'));
}
if (wanted.some(isOnXs) && (await detectCompiler()) === undefined) {
  console.log('SKIPPED: no C compiler, so nothing on XS');
  wanted = wanted.filter((name) => !isOnXs(name));
}
const minutes = values.minutes === undefined ? Infinity : Number(values.minutes);
if (!(minutes > 0)) usage(`--minutes takes a number, not ${values.minutes}`);

const fuzzer = new Fuzzer({
  runs: integer('runs', values.runs ?? (minutes === Infinity ? '1000' : '1000000000')),
  minutes,
  seed: integer('seed', values.seed),
  from: integer('from', values.from),
  sources:
    values.source === undefined ? ORDER : list('source', values.source, Object.keys(SOURCES)),
  rivals: RIVALS.filter(({ name }) => wanted.includes(name)),
  keep: values.keep,
});
process.exit((await fuzzer.run()) === 0 ? 0 : 1);
