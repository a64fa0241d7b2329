/**
 * `npm run bench [-- NAME…] [--quick] [--json | --markdown]`: the interpreter and the compiler against `wasm2js`,
 * polywasm and JavaScript by hand, over kernels and programs, on XS and on Node, in one run. Ends
 * with 1 when a limit is missed (all kernels on 32-bit XS only), with 2 for an unknown name or option.
 */
import { parseArgs } from 'node:util';
import { Progress, simulatorProgress } from '../../src/cli/progress.js';
import { buildSimulator, NoCompilerError, type Simulator } from '../../src/simulator/index.js';
import { hasValgrind } from '../shared/callgrind.js';
import { loadPrograms, type Program } from '../shared/programs.js';
import { ENGINES, type PlatformName } from './engines.js';
import type { Sheet } from './figures.js';
import { check, countRuns, type Effort, measureTimes, type OnStep } from './measure.js';
import { sheetMarkdown, sheetText, verdictsMarkdown, verdictsText } from './text.js';
import { verdicts } from './verdict.js';

const THOROUGH: Effort = { rounds: 9, batchNs: 40e6 };
const QUICK: Effort = { rounds: 3, batchNs: 10e6 };

function fail(message: string, exitCode: number): never {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(exitCode);
}

async function choose(names: readonly string[]): Promise<Program[]> {
  const all = [...(await loadPrograms('kernels')), ...(await loadPrograms('programs'))];
  const unknown = names.filter((name) => !all.some((program) => program.name === name));
  if (unknown.length > 0)
    fail(`no ${unknown.join(', ')}; there are ${all.map(({ name }) => name).join(', ')}`, 2);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

interface Options {
  readonly quick?: boolean;
  readonly json?: boolean;
  readonly markdown?: boolean;
}

function readArguments(): { options: Options; positionals: string[] } {
  try {
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { quick: flag, json: flag, markdown: flag },
    });
    return { options: values, positionals };
  } catch (error) {
    return fail((error as Error).message.split('. ')[0]!, 2);
  }
}

async function simulator(): Promise<Simulator> {
  try {
    return await buildSimulator(simulatorProgress());
  } catch (error) {
    return fail(error instanceof NoCompilerError ? error.message : String(error), 1);
  }
}

/** Shows how far a part of the work is. */
async function step<T>(what: string, work: (onStep: OnStep) => Promise<T>): Promise<T> {
  const progress = new Progress(what);
  progress.show('…');
  const result = await work((done, total) => progress.show(`${done} of ${total} programs`));
  progress.end();
  return result;
}

const { options, positionals } = readArguments();
const programs = await choose(positionals);
const { xsVersion, pointerBits, note } = await simulator();
const platforms: Record<PlatformName, string> = {
  xs: `XS ${xsVersion}, ${pointerBits}-bit`,
  node: `Node ${process.versions.node}`,
};

const effort = options.quick ? QUICK : THOROUGH;
const sheets: Sheet[] = [];
const counting = await hasValgrind();
for (const platform of ['xs', 'node'] as const) {
  const place = platforms[platform];
  const checked = await step(`${place}: seeing which engines work`, () =>
    check(programs, ENGINES, platform),
  );
  if (platform === 'xs' && counting)
    sheets.push(
      await step(`${place}: counting instructions`, (on) => countRuns(checked, ENGINES, on)),
    );
  sheets.push(
    await step(`${place}: measuring times`, (on) =>
      measureTimes(checked, ENGINES, platform, effort, on),
    ),
  );
}

/** Instructions on XS where they were counted, else times there. */
const decisive = sheets[0]!;
const complete = positionals.length === 0 && pointerBits === 32;
const judged = complete ? verdicts(decisive) : [];
if (options.json) {
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  const about = { date: new Date().toISOString().slice(0, 10), command, ...platforms };
  console.log(JSON.stringify({ ...about, sheets, verdicts: judged }, null, 2));
} else if (options.markdown) {
  const tables = sheets.map((sheet) => sheetMarkdown(sheet, ENGINES, platforms));
  if (complete) tables.push(verdictsMarkdown(judged));
  console.log(tables.join('\n'));
} else {
  for (const sheet of sheets) console.log(`${sheetText(sheet, ENGINES, platforms)}\n`);
  if (complete) console.log(verdictsText(judged, decisive));
  else if (pointerBits !== 32) console.log(`The limits are for 32-bit XS. ${note}`);
  else console.log('The limits are for all kernels together.');
}
if (judged.some(({ kept }) => !kept)) process.exitCode = 1;
