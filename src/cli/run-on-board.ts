import { LinkError, RuntimeError } from '../errors/errors.js';
import { entriesFor } from '../opcodes/feature.js';
import { SimulatorExit, runOnXs } from '../simulator/index.js';
import { ValueType } from '../types/value-type.js';
import { abnormalEnd, library, simulatedBoard, xsApplication } from './board-run.js';
import { CliError, ExitCode } from './exit-code.js';
import type { Invocation } from './invocation.js';

/** What the simulator's program `sim/apps/run.js` is asked to do. */
export interface BoardRequest {
  readonly file: string;
  /** Bits of `Feature` that the module uses. */
  readonly features: number;
  readonly invocation: Invocation | undefined;
  readonly fuel: number | undefined;
  readonly anyPageSize: boolean;
}

/** What it answers: results as text, or an error that it caught. */
interface Answer {
  readonly results?: readonly (string | null)[];
  readonly error?: { readonly name: string; readonly message: string };
}

/**
 * Does in the simulator, with the heap of a board, what `runOnNode` does here. The guest lies in
 * flash, as a resource.
 *
 * @throws CliError when XS's heap or stack does not suffice; LinkError, RuntimeError, and what
 *   `simulatedBoard` throws
 */
export async function runOnBoard(boardName: string, request: BoardRequest): Promise<unknown[]> {
  const { board, creation } = await simulatedBoard(boardName);
  const { file, features, invocation, fuel, anyPageSize } = request;
  const call = invocation && {
    name: invocation.name,
    params: invocation.params,
    args: invocation.args.map(argumentText),
  };
  const result = await runOnXs({
    app: xsApplication('run.js'),
    ...library(entriesFor(features), board),
    strip: true,
    resources: { guest: file },
    creation,
    argv: [JSON.stringify({ call, fuel, anyPageSize })],
  });
  const end = abnormalEnd(board, result);
  if (end) throw end;
  if (result.exitCode !== SimulatorExit.ok) throw new Error(result.stderr);
  const { results = [], error } = JSON.parse(result.stdout) as Answer;
  if (error) throw errorOf(error.name, error.message, boardName);
  return results.map((text, i) => valueOf(text, invocation!.results[i]!));
}

function argumentText(value: number | bigint | null): string | null {
  if (value === null) return null;
  return Object.is(value, -0) ? '-0' : String(value);
}

function valueOf(text: string | null, type: ValueType): unknown {
  if (text === null) return null;
  if (type === ValueType.I64) return BigInt(text);
  return type === ValueType.FuncRef || type === ValueType.ExternRef ? text : Number(text);
}

function errorOf(name: string, message: string, boardName: string): Error {
  if (name === 'RuntimeError') return new RuntimeError(message);
  if (name === 'LinkError') return new LinkError(message);
  return new CliError(`on ${boardName}: ${message}`, ExitCode.Guest);
}
