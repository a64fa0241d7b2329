import type { Creation } from '../../boards/index.js';
import { runOnXs, SimulatorExit, type Report } from '../../simulator/index.js';
import { abnormalEnd, runtimeBundle, simulatedBoard, xsApplication } from '../board-run.js';
import { withGuestResources } from './guests.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { heapOf, type RuntimeFootprint, runtimeFootprint } from './runtime-footprint.js';
import type { Plan, SessionEvent } from './session.js';

/** What happened on a board and what it cost there. */
export interface BoardOutcome extends Outcome {
  readonly runtime: RuntimeFootprint;
  /** Heap in use at the end, less that of an empty program. */
  readonly totalBytes: number;
  readonly report: Report;
}

/**
 * The session on XS, with a board's sizes.
 * @throws CliError when XS's heap or stack does not suffice, and what `simulatedBoard` throws
 */
export async function demoOnBoard(name: string, plan: Plan): Promise<BoardOutcome> {
  const { board, creation } = await simulatedBoard(name);
  const runtime = await runtimeFootprint(creation);
  const empty = await heapOf('empty.js', creation);
  const result = await withGuestResources(plan, (resources) =>
    runOnXs({ ...program(creation), resources, argv: plan.map((pair) => pair.join('=')) }),
  );
  const abnormal = abnormalEnd(board, result);
  if (abnormal) throw abnormal;
  if (result.exitCode !== SimulatorExit.ok) throw new Error(result.stderr);
  const lines = result.stdout.trim().split('\n');
  const outcome = outcomeOf(lines.map((line) => JSON.parse(line) as SessionEvent));
  return {
    ...outcome,
    runtime,
    totalBytes: outcome.end!.used - empty.heapBytes,
    report: result.report!,
  };
}

function program(creation: Creation) {
  return {
    app: xsApplication('demo', 'main.js'),
    modules: { wasmote: runtimeBundle(), session: xsApplication('demo', 'session.js') },
    preload: ['wasmote', 'session'],
    strip: true,
    creation,
  };
}
