import { median } from '../shared/statistics.js';
import { mapParallel } from '../shared/pool.js';
import type { Program } from '../shared/programs.js';
import type { Engine, PlatformName } from './engines.js';
import type { Row, Sheet } from './figures.js';
import type { Job } from './job.js';
import { type Application, application, count, RUNNERS } from './platforms.js';
import { wideModule } from './wasm2js.js';

/** How long to measure times. */
export interface Effort {
  readonly rounds: number;
  readonly batchNs: number;
}

/** A program and what each engine said when it was to answer once: nothing, or why it fails. */
export interface Checked {
  readonly program: Program;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Called with the name of what has been done, one of `total`. */
export type OnStep = (done: number, total: number) => void;

async function jobOf(program: Program, mode: Job['mode'], effort?: Effort): Promise<Job> {
  return {
    mode,
    file: program.file,
    wideFile: await wideModule(program),
    checksum: program.checksum,
    rounds: effort?.rounds ?? 0,
    batchNs: effort?.batchNs ?? 0,
  };
}

/** Finds the engines that fail, each in a process of its own: XS may abort as a whole. */
export function check(
  programs: readonly Program[],
  engines: readonly Engine[],
  platform: PlatformName,
): Promise<Checked[]> {
  return mapParallel(programs, async (program) => {
    const job = await jobOf(program, 'check');
    const reasons: Record<string, string> = {};
    for (const engine of engines) {
      const reason = await reasonFor(program, engine, platform, job);
      if (reason !== undefined) reasons[engine.name] = reason;
    }
    return { program, reasons };
  });
}

async function reasonFor(
  program: Program,
  engine: Engine,
  platform: PlatformName,
  job: Job,
): Promise<string | undefined> {
  try {
    const answers = await RUNNERS[platform](await application(program, [engine], platform), job);
    return answers.length === 1 ? answers[0]!.reason : 'ends without an answer';
  } catch (error) {
    return (error as Error).message;
  }
}

/** A row of what the engines that work take; if measuring fails after all, of the reason. */
async function rowOf(
  one: Checked,
  engines: readonly Engine[],
  platform: PlatformName,
  measure: (app: Application, names: readonly string[]) => Promise<readonly number[]>,
): Promise<Row> {
  const { program, reasons } = one;
  const working = engines.filter(({ name }) => reasons[name] === undefined);
  const names = working.map(({ name }) => name);
  let figures: readonly (number | string)[];
  try {
    figures = await measure(await application(program, working, platform), names);
  } catch (error) {
    figures = names.map(() => (error as Error).message);
  }
  const found = Object.fromEntries(names.map((name, i) => [name, figures[i]!]));
  const { name, collection } = program;
  return { program: name, collection, figures: { ...reasons, ...found } };
}

/** Times of all engines that work, one program after the other. */
export async function measureTimes(
  checked: readonly Checked[],
  engines: readonly Engine[],
  platform: PlatformName,
  effort: Effort,
  onStep: OnStep,
): Promise<Sheet> {
  const rows: Row[] = [];
  for (const one of checked) {
    const job = await jobOf(one.program, 'time', effort);
    const measure = async (app: Application): Promise<number[]> =>
      (await RUNNERS[platform](app, job)).map(({ ns }) => median(ns!));
    rows.push(await rowOf(one, engines, platform, measure));
    onStep(rows.length, checked.length);
  }
  return { platform, unit: 'ns', rows };
}

/** Machine instructions on XS of all engines that work, several programs at a time. */
export async function countRuns(
  checked: readonly Checked[],
  engines: readonly Engine[],
  onStep: OnStep,
): Promise<Sheet> {
  let done = 0;
  const rows = await mapParallel(checked, async (one) => {
    const job = await jobOf(one.program, 'count');
    const row = await rowOf(one, engines, 'xs', async (app, names) => {
      const { instructions } = await count(app, job);
      // Each engine calls the clock twice.
      return names.map((_, i) => instructions[i * 2]!);
    });
    onStep(++done, checked.length);
    return row;
  });
  return { platform: 'xs', unit: 'instructions', rows };
}
