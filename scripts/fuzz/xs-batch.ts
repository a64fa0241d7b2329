import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  runOnXs,
  SimulatorExit,
  type Creation,
  type RunResult,
} from '../../src/simulator/index.js';
import { compiledText } from './ahead.js';
import { MOST_STACK_SLOTS, type Plan } from './plan.js';
import { INTERNAL_ERROR } from './play.js';
import { surfaceOf } from './surface.js';
import { xsModules } from './xs-program.js';
import { JOB_END, type XsJob } from './xs-job.js';

/** A module and what to do with it. */
export interface Work {
  readonly bytes: Uint8Array;
  readonly plan: Plan;
}

/** How XS runs functions: `ahead` are those that Node has compiled to a module of JavaScript. */
export type XsEngine = 'interpreter' | 'compiler' | 'ahead';

/**
 * A machine without a board's bounds: modules may fail for their own reasons only. But of the stack
 * there is little more than compiled code may take, so that what it takes must be counted well.
 */
const ROOMY: Creation = {
  staticBytes: 0,
  chunkBytes: 64 << 20,
  chunkIncrementBytes: 16 << 20,
  slotCount: 1 << 20,
  slotIncrement: 1 << 18,
  stackSlots: MOST_STACK_SLOTS + 3000,
  keyCount: 8192,
  keyIncrement: 4096,
  nameModulo: 1993,
  symbolModulo: 127,
  parserBufferBytes: 32 << 10,
  parserTableModulo: 1993,
};

const TIMEOUT_MS = 120_000;

/** What is told of a module that `wasmote compile` refuses, though it is valid. */
export const REFUSED = 'refused';

/**
 * Plays plans in XS, all in one process as far as that goes: when XS aborts, the job it was at is
 * run once more alone, and the others without it.
 * @param creation the machine's sizes
 * @returns for each job what it told; where XS aborted, the last line says how
 */
export async function playOnXs(
  engine: XsEngine,
  works: readonly Work[],
  creation: Creation = ROOMY,
): Promise<string[][]> {
  if (engine === 'ahead') return playAhead(works, creation);
  return playAll(works, (some) => runBatch(engine, some, [], creation));
}

/** Those that can be compiled, and of the others why not. */
async function playAhead(works: readonly Work[], creation: Creation): Promise<string[][]> {
  const texts = works.map(({ bytes, plan }) => compiledText(bytes, plan));
  const able = works.flatMap((work, i) => {
    const text = texts[i];
    return text === undefined ? [] : [{ ...work, text }];
  });
  const told = await playAll(able, (some) =>
    runBatch(
      'ahead',
      some,
      some.map(({ text }) => text),
      creation,
    ),
  );
  return works.map(({ bytes }, i) => {
    if (texts[i] !== undefined) return told.shift()!;
    return [surfaceOf(bytes) === undefined ? 'invalid' : REFUSED];
  });
}

async function playAll<T>(
  works: readonly T[],
  run: (works: readonly T[]) => Promise<Batch>,
): Promise<string[][]> {
  const found: string[][] = [];
  while (found.length < works.length) {
    const rest = works.slice(found.length);
    const { told, end, built } = await run(rest);
    if (!built && rest.length > 1) {
      // One of the modules is no JavaScript to XS.
      const half = rest.length >> 1;
      found.push(...(await playAll(rest.slice(0, half), run)));
      found.push(...(await playAll(rest.slice(half), run)));
      break;
    }
    found.push(...told.slice(0, rest.length));
    if (found.length === works.length) break;
    const alone = rest.length === 1 ? undefined : await run([rest[told.length]!]);
    found.push(
      alone === undefined
        ? [`${INTERNAL_ERROR}XS ${end}`]
        : alone.told.length === 1
          ? [`${INTERNAL_ERROR}XS ${end} after ${told.length} other modules, not alone`]
          : [`${INTERNAL_ERROR}XS ${alone.end}`],
    );
  }
  return found;
}

interface Batch {
  /** What each job that came to its end told. */
  readonly told: string[][];
  /** How the process ended. */
  readonly end: string;
  /** Whether the program could be made. */
  readonly built: boolean;
}

/** @param guests the texts of modules that were compiled ahead */
async function runBatch(
  engine: XsEngine,
  works: readonly Work[],
  guests: readonly string[],
  creation: Creation,
): Promise<Batch> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-fuzz-'));
  try {
    const [app, list, bytes] = ['main.js', 'jobs.json', 'modules'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    let at = 0;
    const jobs = works.map((work): XsJob => {
      const { length } = work.bytes;
      at += length;
      return { plan: work.plan, at: at - length, length };
    });
    const { 'wasmote/compiler': compiler, ...others } = await xsModules();
    const modules: Record<string, string> = { ...others };
    if (engine === 'compiler') modules['wasmote/compiler'] = compiler!;
    const preload = Object.keys(modules).filter((name) => name !== 'fuzz');
    for (const [i, text] of guests.entries()) {
      modules[`guest${i}`] = join(folder, `guest${i}.js`);
      await writeFile(modules[`guest${i}`]!, text);
      // Some lie in flash, some are loaded when the program begins.
      if (i % 2 === 0) preload.push(`guest${i}`);
    }
    await writeFile(app, mainText(engine, guests.length));
    await writeFile(list, JSON.stringify(jobs));
    await writeFile(bytes, Buffer.concat(works.map((work) => work.bytes)));
    const result = await runOnXs({
      app,
      modules,
      preload,
      creation,
      argv: [list, bytes],
      timeoutMs: TIMEOUT_MS,
    });
    const told: string[][] = [[]];
    for (const line of result.stdout.split('\n')) {
      if (line === JOB_END) told.push([]);
      else told[told.length - 1]!.push(line);
    }
    const built = result.exitCode !== SimulatorExit.build;
    return { told: told.slice(0, -1), end: endText(result), built };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function mainText(engine: XsEngine, guests: number): string {
  const names = Array.from({ length: guests }, (_, i) => `guest${i}`);
  return [
    `import { runJobs } from 'fuzz';`,
    ...(engine === 'compiler' ? [`import 'wasmote/compiler';`] : []),
    ...names.map((name) => `import ${name} from '${name}';`),
    engine === 'ahead' ? `runJobs('interpreter', [${names.join()}]);` : `runJobs('${engine}');`,
    '',
  ].join('\n');
}

function endText({ exitCode, timedOut, stderr }: RunResult): string {
  if (timedOut) return `did not end in ${TIMEOUT_MS} ms`;
  const name = Object.entries(SimulatorExit).find(([, code]) => code === exitCode)?.[0];
  return `ended with ${exitCode} (${name ?? 'a signal'}): ${stderr.trim().split('\n')[0]}`;
}
