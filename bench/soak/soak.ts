import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { creationValues, loadBoard } from '../../src/boards/index.js';
import { runtimeBundle } from '../../src/cli/board-run.js';
import { guestFile } from '../../src/cli/demo/guests.js';
import { runOnXs } from '../../src/simulator/index.js';
import { guests } from './guests.js';

/** What a soak did, and what was left of it. */
export interface SoakFigures {
  /** Instances. */
  readonly made: number;
  /** Calls of guests, and those that answered something. */
  readonly calls: number;
  readonly grown: number;
  /** `BudgetExceeded`, −1 from guests that grow, traps. */
  readonly refused: number;
  readonly minusOnes: number;
  readonly traps: number;
  /** Modules that were loaded anew. */
  readonly loaded: number;
  /** Stores that were given back at once. */
  readonly released: number;
  /** The least that was free at the end of a turn, in bytes. */
  readonly leastFreeBytes: number;
  /** Bytes of heap more than at the beginning, when all was dropped. */
  readonly grownBytes: number;
  /** Bytes that the budget believes to be held at the end, beside modules; null without one. */
  readonly held: number | null;
}

export interface SoakResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Undefined when it did not get to the end. */
  readonly figures: SoakFigures | undefined;
}

/** Makes, grows, calls, drops and collects at random, at a board's sizes in the simulator. */
export async function soak(
  board: string,
  steps: number,
  seed: number,
  withBudget: boolean,
): Promise<SoakResult> {
  const app = (name: string): string => fileURLToPath(new URL(`apps/${name}`, import.meta.url));
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-soak-'));
  try {
    const resources: Record<string, string> = { 'traffic.wasm': guestFile('traffic') };
    for (const [name, bytes] of Object.entries(await guests())) {
      resources[name] = join(folder, name);
      await writeFile(resources[name], bytes);
    }
    const bundle = runtimeBundle();
    const { exitCode, stderr, stdout } = await runOnXs({
      app: app('soak.js'),
      modules: {
        wasmote: bundle,
        'wasmote/budget': join(dirname(bundle), 'budget.js'),
        debug: app('debug.js'),
      },
      preload: ['wasmote', 'wasmote/budget'],
      strip: true,
      resources,
      creation: creationValues(loadBoard(board).xs.creation),
      argv: [board, String(steps), String(seed), withBudget ? 'budget' : 'none'],
    });
    const figures = exitCode === 0 ? (JSON.parse(stdout) as SoakFigures) : undefined;
    return { exitCode, stderr, figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
