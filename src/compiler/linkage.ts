/** How generated code names what is not its function's own. */
import type { Expression } from './expression.js';

/** How large an expression may become before it is put into a variable. */
export interface ExpressionLimits {
  readonly characters: number;
  /** Slots of XS's stack. */
  readonly slots: number;
}

/** For a board's parser, which takes C stack for each level of an expression. */
export const BOARD_EXPRESSIONS: ExpressionLimits = Object.freeze({ characters: 240, slots: 24 });

/** For the parser of a desktop. */
export const DESKTOP_EXPRESSIONS: ExpressionLimits = Object.freeze({ characters: 1200, slots: 56 });

/** Thrown when a function becomes longer than its linkage takes. */
export const TOO_LONG: object = Object.freeze({});

/**
 * Generated functions are methods, and `this` is the instance: what differs between the ways to
 * hold them is how they reach functions of the runtime.
 */
export interface Linkage {
  /** The text that names a function of the runtime: see helpers.ts. */
  helper(name: string): string;
  /** −2^31, of XS's integer kind. */
  readonly min: Expression;
  /** Whether calls in tail position take no stack, as the standard says and only XS does. */
  readonly properTailCalls: boolean;
  /** A function is compiled, perhaps anew: what was asked for since the last was taken is not used. */
  forget(): void;
  /** How many names from outside the function has: on XS each takes a slot of its frame. */
  takeOutside(): number;
  readonly expressions: ExpressionLimits;
  /** Bytes that no linear memory has where the code runs. */
  readonly largestMemory: number;
  /** Characters of a function, some of which may go again, beyond which it is given up. */
  readonly mostCharacters: number;
  /** Reads the high half of a 64-bit result that a helper has returned the low half of. */
  readonly high: Expression;
}
