/** JavaScript expressions under construction, with what is known of their values and effects. */

/** How tightly an operator binds; https://tc39.es/ecma262/#sec-ecmascript-language-expressions */
export const enum Precedence {
  Conditional = 3,
  Or = 4,
  And = 5,
  BitOr = 6,
  BitXor = 7,
  BitAnd = 8,
  Equality = 9,
  Relational = 10,
  Shift = 11,
  Additive = 12,
  Multiplicative = 13,
  Unary = 15,
  Primary = 20,
}

/** What evaluating an expression depends on, or does. */
export const enum Effect {
  None = 0,
  /** Reads linear memory. */
  ReadsMemory = 1,
  /** Reads globals, tables, or the size of something. */
  ReadsState = 2,
  /** May trap. */
  Traps = 4,
  /** May do anything: a call. */
  Calls = 8,
  /** Only of statements. */
  WritesMemory = 16,
  WritesState = 32,
  /** May trap only because an address is out of bounds: loads that do can change places. */
  OutOfBounds = 64,
}

/** What is known of an expression's value. */
export const enum Known {
  Nothing = 0,
  /** `true` or `false`, standing for 1 and 0. */
  Boolean = 1,
  /** A float that XS may hold as an integer, whose zero then has no sign. */
  IntegerKind = 2,
  /** A double that is yet to be rounded to the f32 it stands for. */
  Unrounded = 4,
  /** An f32 that is no signalling NaN, so that all its bits survive as a number. */
  Quiet = 8,
}

/** A variable of the function: see variables.ts. */
export type Variable = string;

/** The range of an int32. */
export const MIN_INT32 = -0x80000000;
export const MAX_INT32 = 0x7fffffff;
export const INT32: Range = Object.freeze({ least: MIN_INT32, most: MAX_INT32 });

const NO_VARIABLES: readonly Variable[] = Object.freeze([]);

/** An i32 local and a constant, added modulo 2^32. */
export interface Sum {
  readonly base: number;
  readonly offset: number;
}

/** What a condition says of a local. */
export interface Implication {
  readonly local: number;
  /** Its range where the condition is met, and where it is not. */
  readonly when: Range;
  readonly unless: Range;
}

/** An expression: its text, and what the rules need to know of it. Never changed once made. */
export interface Expression {
  readonly text: string;
  readonly precedence: Precedence;
  /** Bits of `Effect`. */
  readonly effects: number;
  /** The variables it reads. */
  readonly reads: readonly Variable[];
  /** Bits of `Known`. */
  readonly known: number;
  /**
   * The range of an integer. It may go beyond that of an int32, up to 2^52 either way: then only the
   * low 32 bits count.
   */
  readonly least: number;
  readonly most: number;
  /** Slots of XS's stack that evaluating it takes, without what it calls. */
  readonly slots: number;
  /** With a call of a guest's or host's function in it: slots that are taken when that begins. */
  readonly held: number;
  /** The value of a literal. */
  readonly literal: number | undefined;
  /** For an f32 that is loaded: the text that keeps the bits of a signalling NaN. */
  readonly exact?: Expression | undefined;
  /** And its bits, as an i32. */
  readonly bits?: Expression | undefined;
  /** For a boolean: the same text negated, where that is not `!(…)`. */
  readonly inverse?: Expression | undefined;
  /** For a boolean: what does in its place where only zero or not zero counts. */
  readonly test?: Expression | undefined;
  /** For a boolean. */
  readonly implies?: readonly Implication[] | undefined;
  /** For an i32 that is one. */
  readonly sum?: Sum | undefined;
}

/** An expression without operands. */
export function leaf(
  text: string,
  effects: number = Effect.None,
  known: number = Known.Nothing,
  slots = 1,
): Expression {
  return {
    text,
    precedence: Precedence.Primary,
    effects,
    reads: NO_VARIABLES,
    known,
    least: MIN_INT32,
    most: MAX_INT32,
    slots,
    held: 0,
    literal: undefined,
  };
}

/** A range of integers. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export function variable(name: Variable, range: Range = INT32): Expression {
  const { least, most } = range;
  return { ...leaf(name), reads: [name], least, most };
}

/** An int32 literal. */
export function integer(value: number): Expression {
  return {
    ...leaf(String(value)),
    precedence: value < 0 ? Precedence.Unary : Precedence.Primary,
    literal: value,
    least: value,
    most: value,
  };
}

/** Made once: the deepest functions of the compiler need them, where XS's stack is short. */
export const ZERO: Expression = Object.freeze(integer(0));
export const ONE: Expression = Object.freeze(integer(1));

/** Whether it can stand several times in a text: it costs little and has no effects. */
export function isSimple(x: Expression): boolean {
  return (
    x.literal !== undefined || (x.effects === 0 && x.reads.length === 1 && x.text === x.reads[0])
  );
}

/** The text in a place that needs at least the precedence. */
export function at(x: Expression, precedence: Precedence): string {
  return x.precedence < precedence ? `(${x.text})` : x.text;
}

/** What an expression of several operands, evaluated from left to right, has of each. */
export function combine(
  text: string,
  precedence: Precedence,
  operands: readonly Expression[],
  more: Partial<Expression> = {},
): Expression {
  let effects = 0;
  let slots = 0;
  let held = 0;
  let reads: readonly Variable[] = NO_VARIABLES;
  // No function for each: this is where the compiler takes most of XS's stack.
  for (let i = 0; i < operands.length; i++) {
    const operand = operands[i]!;
    effects |= operand.effects;
    if (operand.slots + i > slots) slots = operand.slots + i;
    if ((operand.effects & Effect.Calls) !== 0 && operand.held + i > held) held = operand.held + i;
    if (operand.reads.length > 0)
      reads = reads.length === 0 ? operand.reads : reads.concat(operand.reads);
  }
  return {
    text,
    precedence,
    reads,
    known: Known.Nothing,
    least: MIN_INT32,
    most: MAX_INT32,
    literal: undefined,
    ...more,
    effects: effects | (more.effects ?? 0),
    slots: slots + (more.slots ?? 1),
    held: held + (more.held ?? 0),
  };
}

/** `a operator b`, left to right. */
export function binary(
  operator: string,
  precedence: Precedence,
  a: Expression,
  b: Expression,
  more: Partial<Expression> = {},
): Expression {
  const left = at(a, precedence);
  const right = at(b, precedence + 1);
  // `a - -b` must not become `a--b`.
  const space = right.charCodeAt(0) === operator.charCodeAt(0) ? ' ' : '';
  return combine(`${left}${operator}${space}${right}`, precedence, [a, b], more);
}

/** `operator x` for a prefix operator. */
export function unary(operator: string, x: Expression, more: Partial<Expression> = {}): Expression {
  const text = at(x, Precedence.Unary);
  const space = text.charCodeAt(0) === operator.charCodeAt(0) ? ' ' : '';
  return combine(operator + space + text, Precedence.Unary, [x], more);
}

/** Slots that a call takes before its arguments: receiver, function, result, frame (xsRun.c). */
const CALL_SLOTS = 6;

/** `callee(...operands)`. */
export function call(
  callee: string,
  operands: readonly Expression[],
  more: Partial<Expression> = {},
): Expression {
  const text = operands.map((operand) => operand.text).join(',');
  return combine(`${callee}(${text})`, Precedence.Primary, operands, {
    ...more,
    slots: CALL_SLOTS + (more.slots ?? 0),
    held: operands.some(({ effects }) => (effects & Effect.Calls) !== 0) ? CALL_SLOTS : 0,
  });
}
