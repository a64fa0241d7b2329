/**
 * `npm run fuzz -- [--runs N] [--minutes M] [--seed S] [--from K] [--source NAME,…] [--only ENGINE,…]
 * [--on xs|node] [--brief] [--keep] [--first] [--jobs N]`: random modules, called in several engines and compared with wasmote's
 * interpreter on Node (docs/fuzzing.md). Ends with 1 when engines differ.
 */
import { parseArgs } from 'node:util';
import { detectCompiler } from '../../src/simulator/index.js';
import { ensureBuilt } from '../build.js';
import { Fuzzer, type Progress } from './fuzzer.js';
import { SOURCES } from './generate.js';
import { RIVALS } from './rivals.js';
import { runShards, type Message } from './shards.js';
import { totalsText, type Totals } from './totals.js';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    source: { type: 'string' },
    only: { type: 'string' },
    on: { type: 'string' },
    brief: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    first: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '1' },
    // Which of the processes of a run this is.
    shard: { type: 'string', default: '0/1' },
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
const ORDER = [
  'stack',
  'binaryen*',
  'stack*',
  'mutant',
  'binaryen',
  'stack',
  'binaryen*',
  'mutant*',
  'stack*',
  'binaryen*',
  'binaryen64',
];

const isOnXs = (name: string): boolean => name.startsWith('xs');
const names = RIVALS.map(({ name }) => name);
let wanted =
  values.only === undefined
    ? RIVALS.filter(({ onlyByName }) => onlyByName !== true).map(({ name }) => name)
    : list('only', values.only, names);
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

const begun = Date.now();
const runs = integer('runs', values.runs ?? (minutes === Infinity ? '1000' : '1000000000'));
const jobs = integer('jobs', values.jobs);
if (jobs < 1) usage(`--jobs takes a number from 1 on, not ${values.jobs}`);

function show({ done, differences }: Progress): void {
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  const of = runs < 1e9 ? ` of ${runs}` : '';
  process.stderr.write(`${done}${of}, ${differences} differences, ${seconds} s\n`);
}

async function run(): Promise<Totals> {
  if (jobs > 1) {
    if (wanted.some(isOnXs)) await ensureBuilt();
    return runShards(jobs, [...process.argv.slice(2), '--jobs', '1'], show);
  }
  const [shard, shards] = values.shard.split('/').map((text) => integer('shard', text));
  const fuzzer = new Fuzzer({
    runs,
    minutes,
    seed: integer('seed', values.seed),
    from: integer('from', values.from),
    sources:
      values.source === undefined ? ORDER : list('source', values.source, Object.keys(SOURCES)),
    rivals: RIVALS.filter(({ name }) => wanted.includes(name)),
    brief: values.brief,
    keep: values.keep,
    first: values.first,
    shard: shard!,
    shards: shards!,
    onProgress: (progress) => {
      if (process.send === undefined) show(progress);
      else void tell({ progress });
    },
  });
  const totals = await fuzzer.run();
  if (process.send !== undefined) await tell({ totals });
  return totals;
}

/** Tells the process that started this one. */
function tell(message: Message): Promise<void> {
  return new Promise((resolve) => process.send!(message, undefined, {}, () => resolve()));
}

const totals = await run();
if (process.send === undefined) console.log(totalsText(totals));
process.exit(totals.differences === 0 ? 0 : 1);
