import type { Expression, Variable } from './expression.js';

/** A variable and what it is set to. */
export type Assignment = readonly [target: Variable, value: Expression];

/** A 64-bit integer as two int32 expressions that can be evaluated apart, in either order. */
export interface Pair {
  readonly low: Expression;
  readonly high: Expression;
}

/**
 * A 64-bit result that needs statements: makes the assignments that leave its halves in two
 * variables. It must be right for any variables, those of its operands included.
 */
export type Definition = (low: Variable, high: Variable) => Assignment[];
