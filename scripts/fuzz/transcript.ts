/** Reads and compares what `play.ts` tells. */
import type { TrapKind } from './engine.js';
import { AMPLE_FUEL } from './plan.js';
import { INTERNAL_ERROR } from './play.js';

/** Where two engines part, or undefined. */
export type Difference = string | undefined;

/** How strictly lines of two engines are compared. */
export interface Strictness {
  /** Whether the wording of traps has to be equal, as between engines of ours. */
  readonly exact: boolean;
  /** Whether the fuel that is left has to be equal. */
  readonly fuel: boolean;
  /** Traps of the second engine after which nothing can be compared. */
  readonly mayEnd: readonly TrapKind[];
}

const TRAP = / traps (\w+)\/.*?(?= \[fuel \d+\]$|$)/;
const CAUGHT = /^host caught (\w+)$/;
const FUEL = / \[fuel (\d+)\]$/;
const CALL = /^(\d+) /;

/** The kind of trap that a line tells, whether of a call or of instantiation. */
function trapOf(line: string): string | undefined {
  return TRAP.exec(line)?.[1];
}

/** The same, and of a call by the host, after which the guest that called the host goes on. */
function anyTrapOf(line: string): string | undefined {
  return trapOf(line) ?? CAUGHT.exec(line)?.[1];
}

/**
 * How many calls come before the first trap of some kinds; undefined when there is none, −1 when
 * instantiation traps so.
 */
export function callsBefore(
  lines: readonly string[],
  kinds: readonly string[],
): number | undefined {
  const found = lines.find((line) => kinds.includes(trapOf(line) ?? ''));
  return found === undefined ? undefined : Number(CALL.exec(found)?.[1] ?? -1);
}

/** The fuel that each call used, of a plan whose fuel is ample. */
export function fuelUsed(lines: readonly string[]): number[] {
  return lines
    .filter((line) => CALL.test(line))
    .map((line) => AMPLE_FUEL - Number(FUEL.exec(line)?.[1] ?? AMPLE_FUEL));
}

export function difference(
  expected: readonly string[],
  actual: readonly string[],
  { exact, fuel, mayEnd }: Strictness,
): Difference {
  const wrong = [...expected, ...actual].find((line) => line.startsWith(INTERNAL_ERROR));
  if (wrong !== undefined) return wrong;
  const plain = (line: string | undefined): string => {
    if (line === undefined) return 'nothing';
    const kept = fuel ? line : line.replace(FUEL, '');
    return exact ? kept : kept.replace(TRAP, ' traps $1');
  };
  for (let i = 0; i < Math.max(expected.length, actual.length); i++) {
    if (mayEnd.includes(anyTrapOf(actual[i] ?? '') as TrapKind)) return undefined;
    const [one, two] = [plain(expected[i]), plain(actual[i])];
    if (one !== two) return `${one} / ${two}`;
  }
  return undefined;
}
