import type { Module } from '../../embedding/module.js';
import { ExternKind } from '../../types/extern-kind.js';
import { ValueType } from '../../types/value-type.js';
import type { Value } from './specimen.js';

/** A call of an export. */
export interface Call {
  readonly name: string;
  readonly args: readonly Value[];
}

/**
 * Small numbers and a few that are at an edge. What is a length or an index for most guests stays in
 * bounds with them; larger ones would be addresses beyond what a guest has.
 */
const INTEGERS: readonly number[] = Object.freeze([
  0, 1, 2, 3, 5, 7, 8, 12, 16, 25, 40, -1, 64, 100,
]);
const REALS: readonly number[] = Object.freeze([0, 1, -1, 0.5, 2.25, 1e3, -0.001, 36.6]);

/** How often each export is called: so often that its first argument is each of the integers. */
const ROUNDS = INTEGERS.length;

/**
 * Calls of all exports that take numbers only, each with several arguments, in an order that mixes
 * them: always the same ones for a module.
 */
export function callsFor(module: Module): Call[] {
  const functions = module.exports().filter(({ kind }) => kind === ExternKind.Function);
  const next = numbers();
  const calls: Call[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, index } of functions) {
      const { params } = module.functionType(index);
      const args = params.map((type, k) => argument(type, k === 0 ? () => round : next));
      if (!args.includes(undefined)) calls.push({ name, args });
    }
  }
  return calls;
}

function argument(type: ValueType, next: (below: number) => number): Value {
  switch (type) {
    case ValueType.I32:
      return INTEGERS[next(INTEGERS.length)];
    case ValueType.I64:
      return BigInt(INTEGERS[next(INTEGERS.length)]!);
    case ValueType.F32:
    case ValueType.F64:
      return REALS[next(REALS.length) % REALS.length];
    default:
      return undefined;
  }
}

/** Numbers that look random, the same each time: mulberry32 of a fixed seed. */
function numbers(): (below: number) => number {
  let state = 0x77a5307e;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
