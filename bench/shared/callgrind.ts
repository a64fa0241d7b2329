import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSimulator } from '../../src/simulator/index.js';

const run = promisify(execFile);

/** What the simulator is to run under valgrind; as `runOnXs` has it. */
export interface CountedApplication {
  readonly app: string;
  readonly modules?: Readonly<Record<string, string>>;
  readonly preload?: readonly string[];
  readonly argv?: readonly string[];
}

/** What an application printed, and machine instructions from each call of `Sim.now` to the next. */
export interface Counted {
  readonly stdout: string;
  readonly instructions: readonly number[];
}

/** The simulator's C function behind `Sim.now`. */
const CLOCK = 'simNow';

/** Whether valgrind is installed here. */
export async function hasValgrind(): Promise<boolean> {
  try {
    await run('valgrind', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Counts the machine instructions that XS executes between calls of `Sim.now`: the same each time,
 * however busy the machine is. Callgrind writes what it has counted whenever that function is
 * entered, so that one run of an application counts many things one by one.
 *
 * @throws Error with what the application printed when it fails
 */
export async function countInstructions(application: CountedApplication): Promise<Counted> {
  const { app, modules = {}, preload = [], argv = [] } = application;
  const { program } = await buildSimulator();
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-callgrind-'));
  try {
    const { stdout } = await run(
      'valgrind',
      [
        ...['--quiet', '--tool=callgrind', `--dump-before=${CLOCK}`],
        ...[`--callgrind-out-file=${join(folder, 'counts')}`, program],
        ...Object.entries(modules).flatMap(([name, path]) => ['--map', `${name}=${path}`]),
        ...preload.flatMap((name) => ['--preload', name]),
        ...[app, ...argv],
      ],
      { maxBuffer: 1 << 24 },
    );
    return { stdout, instructions: await readCounts(folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The parts between two calls: all but what was before the first and after the last. */
async function readCounts(folder: string): Promise<number[]> {
  const parts = (await readdir(folder)).filter((name) => name.startsWith('counts.')).length;
  const counts: number[] = [];
  for (let part = 2; part <= parts; part++)
    counts.push(totalOf(await readFile(join(folder, `counts.${part}`), 'utf8')));
  return counts;
}

/**
 * The total of a file that callgrind wrote.
 *
 * @throws Error when it has none
 */
export function totalOf(text: string): number {
  const total = /^totals: (\d+)$/m.exec(text)?.[1];
  if (total === undefined) throw new Error('callgrind wrote no total');
  return Number(total);
}
