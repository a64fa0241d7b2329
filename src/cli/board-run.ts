import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { creationValues, loadBoard, type Board, type Creation } from '../boards/index.js';
import {
  type Application,
  buildSimulator,
  readIncludes,
  SimulatorExit,
  type RunResult,
} from '../simulator/index.js';
import { packageRoot } from '../simulator/package-root.js';
import { CliError, ExitCode } from './exit-code.js';
import { simulatorProgress } from './progress.js';

/** The name of the package, and of its main module. */
export const LIBRARY = 'wasmote';

/** A board's description and what the simulator makes its XS machine with. */
export interface SimulatedBoard {
  readonly board: Board;
  readonly creation: Creation;
}

/** Whether a note about the simulator's sizes was printed; once is enough. */
let noted = false;

/**
 * The board of a name, with the simulator built and a note printed when its sizes are scaled.
 * @throws BoardError, NoCompilerError, BuildError, XsSourcesError
 */
export async function simulatedBoard(name: string): Promise<SimulatedBoard> {
  const board = loadBoard(name);
  const { note } = await buildSimulator(simulatorProgress());
  if (note !== undefined && !noted) process.stderr.write(`note: ${note}\n`);
  noted = true;
  return { board, creation: creationValues(board.xs.creation) };
}

/** The library as one module for XS. */
export function runtimeBundle(): string {
  const path = join(packageRoot(), 'dist', 'xs', 'wasmote.js');
  if (!existsSync(path)) {
    throw new CliError(`${path} is missing: run "npm run build" first`, ExitCode.Build);
  }
  return path;
}

/**
 * The library as modules for XS, preloaded.
 * @param entries those that a program imports beside `wasmote`, as it names them; others are passed over
 */
export function library(
  entries: readonly string[],
  board: Board,
): Pick<Application, 'modules' | 'preload'> {
  const manifests = entries
    .map((entry) => join(packageRoot(), `manifest_${entry.slice(LIBRARY.length + 1)}.json`))
    .filter((path) => existsSync(path));
  const { modules, preload } = readIncludes(manifests, board.sdk.platform);
  return {
    modules: { ...modules, [LIBRARY]: runtimeBundle() },
    preload: [LIBRARY, ...preload.filter((name) => name !== LIBRARY)],
  };
}

/** An application of ours for XS. */
export function xsApplication(...path: string[]): string {
  return join(packageRoot(), 'sim', 'apps', ...path);
}

const ENDS: Readonly<Record<number, readonly [code: ExitCode, what: string]>> = {
  [SimulatorExit.build]: [ExitCode.Build, 'the program cannot be built'],
  [SimulatorExit.memoryFull]: [ExitCode.MemoryFull, 'the XS heap is full'],
  [SimulatorExit.stackOverflow]: [ExitCode.StackOverflow, 'the XS stack overflowed'],
  [SimulatorExit.abort]: [ExitCode.Abort, 'XS aborted'],
  [SimulatorExit.flashWrite]: [ExitCode.FlashWrite, 'a preloaded object was written to'],
};

/** What an end of the simulator that no application asked for means; undefined for other ends. */
export function abnormalEnd(board: Board, { exitCode, stderr }: RunResult): CliError | undefined {
  if (exitCode === null) return new CliError('the simulator was killed', ExitCode.Abort);
  const end = ENDS[exitCode];
  if (end === undefined) return undefined;
  const [code, what] = end;
  const reason = stderr.trim().split('\n')[0]!.replace(/^xs: /, '');
  return new CliError(`on ${board.name} ${what}${reason && `: ${reason}`}`, code);
}
