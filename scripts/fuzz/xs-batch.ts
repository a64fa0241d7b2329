import { rmSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import {
  runOnXs,
  SimulatorExit,
  type Creation,
  type RunResult,
} from '../../src/simulator/index.js';
import { ensureBuilt } from '../build.js';
import type { Plan } from './plan.js';
import { INTERNAL_ERROR } from './play.js';
import type { Strategy } from './wasmote-engine.js';
import { JOB_END, type XsJob } from './xs-job.js';

/** A module and what to do with it. */
export interface Work {
  readonly bytes: Uint8Array;
  readonly plan: Plan;
}

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** A machine without a board's bounds: modules may fail for their own reasons only. */
const ROOMY: Creation = {
  staticBytes: 0,
  chunkBytes: 64 << 20,
  chunkIncrementBytes: 16 << 20,
  slotCount: 1 << 20,
  slotIncrement: 1 << 18,
  stackSlots: 32 << 10,
  keyCount: 8192,
  keyIncrement: 4096,
  nameModulo: 1993,
  symbolModulo: 127,
  parserBufferBytes: 32 << 10,
  parserTableModulo: 1993,
};

const TIMEOUT_MS = 120_000;

/** The files of what runs in XS. */
interface Program {
  readonly main: string;
  readonly wasmote: string;
}

/**
 * Bundles the program, and copies `dist/xs/wasmote.js`, what devices get: a run may take long, and
 * should not notice when `dist/` is built anew meanwhile.
 */
async function makeProgram(): Promise<Program> {
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-fuzz-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const wasmote = join(folder, 'wasmote.js');
  await copyFile(join(PROJECT, 'dist', 'xs', 'wasmote.js'), wasmote);
  const runtime = join(PROJECT, 'src', 'index.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    root: PROJECT,
    build: {
      ssr: join(PROJECT, 'scripts', 'fuzz', 'xs-entry.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: {
        external: ['sim', 'wasmote'],
        output: { entryFileNames: 'main.js' },
      },
    },
    plugins: [
      {
        name: 'wasmote-runtime',
        enforce: 'pre',
        async resolveId(source, importer) {
          const resolved = await this.resolve(source, importer, { skipSelf: true });
          return resolved?.id === runtime ? { id: 'wasmote', external: true } : null;
        },
      },
    ],
  });
  return { main: join(folder, 'main.js'), wasmote };
}

let program: Promise<Program> | undefined;

/**
 * Plays plans in XS, all in one process as far as that goes: when XS aborts, the job it was at is
 * run once more alone, and the others without it.
 * @param creation the machine's sizes
 * @returns for each job what it told; where XS aborted, the last line says how
 */
export async function playOnXs(
  strategy: Strategy,
  works: readonly Work[],
  creation: Creation = ROOMY,
): Promise<string[][]> {
  const found: string[][] = [];
  while (found.length < works.length) {
    const rest = works.slice(found.length);
    const { told, end } = await runBatch(strategy, rest, creation);
    found.push(...told.slice(0, rest.length));
    if (found.length === works.length) break;
    const alone =
      rest.length === 1 ? undefined : await runBatch(strategy, [rest[told.length]!], creation);
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
}

async function runBatch(
  strategy: Strategy,
  works: readonly Work[],
  creation: Creation,
): Promise<Batch> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-fuzz-'));
  try {
    const [list, modules] = [join(folder, 'jobs.json'), join(folder, 'modules')];
    let at = 0;
    const jobs = works.map(({ plan, bytes }): XsJob => {
      at += bytes.length;
      return { strategy, plan, at: at - bytes.length, length: bytes.length };
    });
    await writeFile(list, JSON.stringify(jobs));
    await writeFile(modules, Buffer.concat(works.map(({ bytes }) => bytes)));
    const { main, wasmote } = await (program ??= makeProgram());
    const result = await runOnXs({
      app: main,
      modules: { wasmote },
      preload: ['wasmote'],
      creation,
      argv: [list, modules],
      timeoutMs: TIMEOUT_MS,
    });
    const told: string[][] = [[]];
    for (const line of result.stdout.split('\n')) {
      if (line === JOB_END) told.push([]);
      else told[told.length - 1]!.push(line);
    }
    return { told: told.slice(0, -1), end: endText(result) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function endText({ exitCode, timedOut, stderr }: RunResult): string {
  if (timedOut) return `did not end in ${TIMEOUT_MS} ms`;
  const name = Object.entries(SimulatorExit).find(([, code]) => code === exitCode)?.[0];
  return `ended with ${exitCode} (${name ?? 'a signal'}): ${stderr.trim().split('\n')[0]}`;
}
