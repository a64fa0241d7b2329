/**
 * What i64 instructions become: operations on pairs of int32. Operands are simple expressions,
 * because most rules name them several times.
 * https://webassembly.github.io/spec/core/exec/numerics.html#integer-operations
 */
import { Op } from '../../opcodes/op.js';
import {
  at,
  binary,
  call,
  combine,
  Effect,
  type Expression,
  integer,
  Known,
  MAX_INT32,
  Precedence,
  variable,
  ZERO,
} from '../expression.js';
import type { Linkage } from '../linkage.js';
import type { Assignment, Definition, Pair } from '../pair.js';
import {
  binary32,
  compare,
  compareUnsigned,
  condition,
  int32,
  isZero,
  numeric,
  signExtend,
} from './i32.js';

const operate = (op: Op, a: Expression, b: Expression, linkage: Linkage): Expression =>
  binary32(op, a, b, linkage);

/** 1 or 0, for a sum. */
const carry = (x: Expression): Expression => numeric(x);

function add(a: Pair, b: Pair, linkage: Linkage): Pair | Definition {
  if (a.low.literal !== undefined) [a, b] = [b, a];
  if (b.low.literal === 0) {
    return { low: a.low, high: int32(operate(Op.i32_add, a.high, b.high, linkage)) };
  }
  const sumOfHighs = operate(Op.i32_add, a.high, b.high, linkage);
  const withCarry = (carried: Expression): Expression =>
    int32(operate(Op.i32_add, sumOfHighs, carry(carried), linkage));
  const low = int32(operate(Op.i32_add, a.low, b.low, linkage));
  return (l, h) => {
    // Without a carry the low sum is not below either operand, as unsigned numbers.
    const kept = b.low.text === l ? a.low : b.low;
    if (kept.text === l) {
      return [
        [h, withCarry(compare('<', a.low, ZERO))],
        [l, low],
      ];
    }
    // A half may be the other of another number, shifted by 32.
    const sum = sumOfHighs.reads.includes(l) ? 'k' : l;
    const carried: Assignment[] = [
      [sum, low],
      [h, withCarry(compareUnsigned('<', variable(sum), kept, linkage))],
    ];
    return sum === l ? carried : [...carried, [l, variable(sum)]];
  };
}

function subtract(a: Pair, b: Pair, linkage: Linkage): Definition {
  const difference = operate(Op.i32_sub, a.high, b.high, linkage);
  const borrow = compareUnsigned('<', a.low, b.low, linkage);
  const high = int32(operate(Op.i32_sub, difference, carry(borrow), linkage));
  const low = int32(operate(Op.i32_sub, a.low, b.low, linkage));
  return (l, h) =>
    low.reads.includes(h)
      ? [
          ['k', low],
          [h, high],
          [l, variable('k')],
        ]
      : [
          [h, high],
          [l, low],
        ];
}

/** What a helper returns: the low half, the high half in a variable of the runtime. */
export function helped(
  name: string,
  operands: readonly Expression[],
  linkage: Linkage,
  effects: number = Effect.None,
): Definition {
  const low = call(linkage.helper(name), operands, { effects });
  return (l, h) => [
    [l, low],
    [h, linkage.high],
  ];
}

/** The largest constant whose products with 16 bits stay below 2^31, so that XS keeps integers. */
const SMALL_FACTOR = 0x7fff;

function multiply(a: Pair, b: Pair, linkage: Linkage): Definition {
  if (a.low.literal !== undefined) [a, b] = [b, a];
  const factor = b.low.literal;
  if (factor === undefined || b.high.literal === undefined || factor <= 0 || factor > SMALL_FACTOR)
    return helped('mul64', [a.low, a.high, b.low, b.high], linkage);
  const by = (x: Expression): Expression =>
    binary('*', Precedence.Multiplicative, x, b.low, { least: 0, most: 0xffff * factor });
  const lowHalf = by(operate(Op.i32_and, a.low, integer(0xffff), linkage));
  const highHalf = by(operate(Op.i32_shr_u, a.low, integer(16), linkage));
  const [j, k] = [variable('j', { least: 0, most: MAX_INT32 }), variable('k')];
  const shifted = (x: Expression): Expression => operate(Op.i32_shr_u, x, integer(16), linkage);
  const terms = [call(linkage.helper('imul'), [a.high, b.low])];
  if (b.high.literal !== 0) terms.push(operate(Op.i32_mul, a.low, b.high, linkage));
  const high = terms.reduce((sum, term) => operate(Op.i32_add, sum, term, linkage), shifted(k));
  const low = operate(
    Op.i32_or,
    operate(Op.i32_shl, k, integer(16), linkage),
    operate(Op.i32_and, j, integer(0xffff), linkage),
    linkage,
  );
  return (l, h) => [
    ['j', lowHalf],
    ['k', binary('+', Precedence.Additive, highHalf, shifted(j))],
    [h, int32(high)],
    [l, low],
  ];
}

const SHIFT_HELPERS: Readonly<Record<number, string>> = Object.freeze({
  [Op.i64_shl]: 'shl64',
  [Op.i64_shr_s]: 'shrS64',
  [Op.i64_shr_u]: 'shrU64',
  [Op.i64_rotl]: 'rotl64',
  [Op.i64_rotr]: 'rotr64',
});

function shift(op: Op, a: Pair, b: Pair, linkage: Linkage): Pair | Definition {
  if (b.low.literal === undefined) {
    const distance = operate(Op.i32_and, b.low, integer(63), linkage);
    return helped(SHIFT_HELPERS[op]!, [a.low, a.high, distance], linkage);
  }
  const distance = b.low.literal & 63;
  if (distance === 0) return a;
  const of = (operation: Op, x: Expression, by: number): Expression =>
    int32(operate(operation, x, integer(by), linkage));
  /** The upper 32 bits of the 64 of `upper` and `lower`, shifted left by 1 to 31. */
  const across = (upper: Expression, lower: Expression, by: number): Expression =>
    operate(Op.i32_or, of(Op.i32_shl, upper, by), of(Op.i32_shr_u, lower, 32 - by), linkage);
  const { low, high } = a;
  switch (op) {
    case Op.i64_shl:
      return distance < 32
        ? { low: of(Op.i32_shl, low, distance), high: across(high, low, distance) }
        : { low: ZERO, high: of(Op.i32_shl, low, distance - 32) };
    case Op.i64_shr_u:
      return distance < 32
        ? { low: across(high, low, 32 - distance), high: of(Op.i32_shr_u, high, distance) }
        : { low: of(Op.i32_shr_u, high, distance - 32), high: ZERO };
    case Op.i64_shr_s:
      return distance < 32
        ? { low: across(high, low, 32 - distance), high: of(Op.i32_shr_s, high, distance) }
        : { low: of(Op.i32_shr_s, high, distance - 32), high: of(Op.i32_shr_s, high, 31) };
    default:
      return rotate(a, op === Op.i64_rotl ? distance : 64 - distance, across);
  }
}

function rotate(
  { low, high }: Pair,
  left: number,
  across: (upper: Expression, lower: Expression, by: number) => Expression,
): Pair {
  if (left === 32) return { low: high, high: low };
  return left < 32
    ? { low: across(low, high, left), high: across(high, low, left) }
    : { low: across(high, low, left - 32), high: across(low, high, left - 32) };
}

/** The low halves decide when the high ones are equal. */
function ordered(
  operator: string,
  a: Pair,
  b: Pair,
  isSigned: boolean,
  linkage: Linkage,
): Expression {
  const strict = operator.charAt(0);
  const above = isSigned
    ? compare(strict, a.high, b.high)
    : compareUnsigned(strict, a.high, b.high, linkage);
  const equal = compare('===', a.high, b.high);
  const below = compareUnsigned(operator, a.low, b.low, linkage);
  if (!isSigned && (a.high.literal === 0 || b.high.literal === 0)) {
    return orderedWithSmall(strict === '<', a.high, b.high, below);
  }
  const text =
    `${at(equal, Precedence.Conditional + 1)}?${at(below, Precedence.Conditional)}` +
    `:${at(above, Precedence.Conditional)}`;
  return combine(text, Precedence.Conditional, [equal, below, above], { known: Known.Boolean });
}

/**
 * An unsigned comparison with what has no high half: what has one is the larger.
 * @param low the comparison of the low halves
 */
function orderedWithSmall(
  isLess: boolean,
  a: Expression,
  b: Expression,
  low: Expression,
): Expression {
  const [high, isSmall] = b.literal === 0 ? [a, isLess] : [b, !isLess];
  const small = isZero(high);
  return isSmall
    ? binary('&&', Precedence.And, condition(small), low, { known: Known.Boolean })
    : binary('||', Precedence.Or, condition(isZero(small)), low, { known: Known.Boolean });
}

const SIGNED: Readonly<Record<number, string>> = Object.freeze({
  [Op.i64_lt_s]: '<',
  [Op.i64_gt_s]: '>',
  [Op.i64_le_s]: '<=',
  [Op.i64_ge_s]: '>=',
});
const UNSIGNED: Readonly<Record<number, string>> = Object.freeze({
  [Op.i64_lt_u]: '<',
  [Op.i64_gt_u]: '>',
  [Op.i64_le_u]: '<=',
  [Op.i64_ge_u]: '>=',
});

function equal(a: Pair, b: Pair, linkage: Linkage): Expression {
  if (a.low.literal === 0 && a.high.literal === 0) return isZero64(b, linkage);
  if (b.low.literal === 0 && b.high.literal === 0) return isZero64(a, linkage);
  const halves = [
    operate(Op.i32_eq, a.low, b.low, linkage),
    operate(Op.i32_eq, a.high, b.high, linkage),
  ] as const;
  const [low, high] = halves.map(condition) as [Expression, Expression];
  return binary('&&', Precedence.And, low, high, { known: Known.Boolean });
}

export function isZero64({ low, high }: Pair, linkage: Linkage): Expression {
  return isZero(operate(Op.i32_or, low, high, linkage));
}

/** i64 comparisons: an i32. */
export function compare64(op: Op, a: Pair, b: Pair, linkage: Linkage): Expression {
  if (op === Op.i64_eq) return equal(a, b, linkage);
  if (op === Op.i64_ne) return isZero(equal(a, b, linkage));
  const signed = SIGNED[op];
  return signed !== undefined
    ? ordered(signed, a, b, true, linkage)
    : ordered(UNSIGNED[op]!, a, b, false, linkage);
}

const DIVISIONS: Readonly<Record<number, string>> = Object.freeze({
  [Op.i64_div_s]: 'divS64',
  [Op.i64_div_u]: 'divU64',
  [Op.i64_rem_s]: 'remS64',
  [Op.i64_rem_u]: 'remU64',
});

export function binary64(op: Op, a: Pair, b: Pair, linkage: Linkage): Pair | Definition {
  switch (op) {
    case Op.i64_add:
      return add(a, b, linkage);
    case Op.i64_sub:
      return subtract(a, b, linkage);
    case Op.i64_mul:
      return multiply(a, b, linkage);
    case Op.i64_and:
    case Op.i64_or:
    case Op.i64_xor: {
      // The opcodes stand in the same order as those of i32.
      const narrow: Op = op - Op.i64_and + Op.i32_and;
      return {
        low: bitwise(narrow, a.low, b.low, linkage),
        high: bitwise(narrow, a.high, b.high, linkage),
      };
    }
    case Op.i64_shl:
    case Op.i64_shr_s:
    case Op.i64_shr_u:
    case Op.i64_rotl:
    case Op.i64_rotr:
      return shift(op, a, b, linkage);
    default:
      return helped(DIVISIONS[op]!, [a.low, a.high, b.low, b.high], linkage, Effect.Traps);
  }
}

/** With a constant half, often 0 or −1, most of the operation falls away. */
function bitwise(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  if (a.literal !== undefined) [a, b] = [b, a];
  if (b.literal === 0) return op === Op.i32_and && a.effects === 0 ? ZERO : keep(op, a, b, linkage);
  if (b.literal === -1 && op === Op.i32_and) return int32(a);
  return int32(operate(op, a, b, linkage));
}

function keep(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  return op === Op.i32_and ? operate(op, a, b, linkage) : int32(a);
}

/** `clz`, `ctz`, `popcnt` and the sign extensions. */
export function unary64(op: Op, { low, high }: Pair, linkage: Linkage): Pair | Definition {
  const count = (name: string, x: Expression): Expression =>
    call(linkage.helper(name), [x], { least: 0, most: 32 });
  switch (op) {
    case Op.i64_clz:
      return { low: firstOf(high, low, (x) => count('clz32', x)), high: ZERO };
    case Op.i64_ctz:
      return { low: firstOf(low, high, (x) => count('ctz32', x)), high: ZERO };
    case Op.i64_popcnt: {
      const both = [count('popcnt32', low), count('popcnt32', high)] as const;
      return { low: binary('+', Precedence.Additive, ...both, { least: 0, most: 64 }), high: ZERO };
    }
    case Op.i64_extend8_s:
      return extended(signExtend(low, 24));
    case Op.i64_extend16_s:
      return extended(signExtend(low, 16));
    default:
      return extended(low);
  }
}

/** The count in one half, or when that is zero 32 and the count in the other. */
function firstOf(
  first: Expression,
  second: Expression,
  count: (x: Expression) => Expression,
): Expression {
  const further = binary('+', Precedence.Additive, integer(32), count(second));
  const near = count(first);
  const text = `${at(first, Precedence.Conditional + 1)}?${near.text}:${further.text}`;
  return combine(text, Precedence.Conditional, [first, near, further], { least: 0, most: 64 });
}

/** An i32 as a signed i64. */
export function extended(x: Expression): Pair | Definition {
  const low = int32(x);
  if (low.literal !== undefined) return { low, high: integer(low.literal >> 31) };
  if (low.least >= 0) return { low, high: ZERO };
  return (l, h) => [
    [l, low],
    [h, binary('>>', Precedence.Shift, variable(l), integer(31))],
  ];
}

/** Whether the rules name a half of an operand twice, so that operands must be simple. */
export function needsSimple64(op: Op): boolean {
  return op !== Op.i64_and && op !== Op.i64_or && op !== Op.i64_xor && op !== Op.i32_wrap_i64;
}
