/**
 * What f32 and f64 instructions become. An f32 is a double that f32 can hold; sums and products are
 * rounded where something needs the f32, and not where they are stored.
 *
 * XS holds some numbers as integers (`Known.IntegerKind`), and multiplies such zeros without a sign;
 * its `Math.fround` leaves them as they are. A division by 1 makes a double of one (xs-facts).
 * Variables always hold doubles.
 * https://webassembly.github.io/spec/core/exec/numerics.html#floating-point-operations
 */
import { Op } from '../../opcodes/op.js';
import {
  at,
  binary,
  call,
  Effect,
  type Expression,
  integer,
  Known,
  leaf,
  Precedence,
  unary,
  ZERO,
  ONE,
} from '../expression.js';
import type { Linkage } from '../linkage.js';
import type { Definition, Pair } from '../pair.js';
import { f32OfBits, f64OfBits } from '../../numeric/bits.js';
import { int32 } from './i32.js';
import { helped } from './i64.js';

/** The value with the precision of its type. */
export function rounded(x: Expression, linkage: Linkage): Expression {
  if ((x.known & Known.Unrounded) === 0) return x;
  return call(linkage.helper('fround'), [doubleKind(x)], { known: Known.Quiet });
}

/** The value as a double that XS holds as one. */
export function doubleKind(x: Expression): Expression {
  return (x.known & Known.IntegerKind) === 0
    ? x
    : binary('/', Precedence.Multiplicative, x, ONE, {
        known: x.known & (Known.Unrounded | Known.Quiet),
      });
}

/** What a variable is set to. */
export function settled(x: Expression, linkage: Linkage): Expression {
  return x.exact ?? doubleKind(rounded(x, linkage));
}

/** The value with the bits of a signalling NaN, for what only moves them or changes the sign. */
export function exact(x: Expression): Expression {
  return x.exact ?? x;
}

/** A constant, given by its bits. */
export function floatConstant(op: Op, low: number, high: number, linkage: Linkage): Expression {
  const value = op === Op.f32_const ? f32OfBits(low) : f64OfBits(low, high);
  if (value !== value) {
    return op === Op.f32_const
      ? call(linkage.helper('carryF32'), [integer(low)])
      : call(linkage.helper('f64OfBits'), [integer(low), integer(high)]);
  }
  const known = (Number.isInteger(value) ? Known.IntegerKind : Known.Nothing) | Known.Quiet;
  if (value === Infinity)
    return { ...leaf('1/0', 0, Known.Quiet), precedence: Precedence.Multiplicative };
  if (value === -Infinity)
    return { ...leaf('-1/0', 0, Known.Quiet), precedence: Precedence.Multiplicative };
  if (Object.is(value, -0)) return { ...leaf('-0', 0, Known.Quiet), precedence: Precedence.Unary };
  const precedence = value < 0 ? Precedence.Unary : Precedence.Primary;
  return { ...leaf(String(value), Effect.None, known), precedence };
}

const OPERATORS: Readonly<Record<number, string>> = Object.freeze({
  [Op.f32_add]: '+',
  [Op.f32_sub]: '-',
  [Op.f32_mul]: '*',
  [Op.f32_div]: '/',
});

const HELPERS: Readonly<Record<number, string>> = Object.freeze({
  [Op.f32_abs]: 'absFloat',
  [Op.f32_ceil]: 'ceilFloat',
  [Op.f32_floor]: 'floorFloat',
  [Op.f32_trunc]: 'truncFloat',
  [Op.f32_nearest]: 'nearestFloat',
  [Op.f32_min]: 'minFloat',
  [Op.f32_max]: 'maxFloat',
  [Op.f32_copysign]: 'copySign',
});

/** The f32 instruction that does what the f64 one does; both stand in the same order. */
const narrow = (op: Op): Op => (op >= Op.f64_abs ? op - Op.f64_abs + Op.f32_abs : op);

const isF32 = (op: Op): boolean => op < Op.f64_abs;

/** Instructions with two floats and a float result. */
export function binaryFloat(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  let [x, y] = [rounded(a, linkage), rounded(b, linkage)];
  const operator = OPERATORS[narrow(op)];
  if (operator === undefined) {
    const name = HELPERS[narrow(op)]!;
    const quiet = (narrow(op) === Op.f32_copysign ? x.known : -1) & Known.Quiet;
    return call(linkage.helper(name), [doubleKind(exact(x)), doubleKind(y)], { known: quiet });
  }
  const integers = (x.known & y.known & Known.IntegerKind) !== 0;
  if (integers && operator === '*') [x, y] = [doubleKind(x), y];
  const precedence =
    operator === '+' || operator === '-' ? Precedence.Additive : Precedence.Multiplicative;
  // Only −0 becomes another number. A signalling NaN is to lose its mark.
  const addsZero = operator === '+' && y.text === '0' && (x.known & Known.Quiet) !== 0;
  return binary(operator, precedence, x, y, {
    known:
      (isF32(op) && !addsZero ? Known.Unrounded : 0) |
      Known.Quiet |
      (integers && precedence === Precedence.Additive ? Known.IntegerKind : 0),
  });
}

/** Instructions with one float and a float result of its type. */
export function unaryFloat(op: Op, a: Expression, linkage: Linkage): Expression {
  const x = doubleKind(rounded(a, linkage));
  switch (narrow(op)) {
    case Op.f32_neg:
      return unary('-', exact(x), { known: x.known & Known.Quiet });
    case Op.f32_sqrt:
      return call(linkage.helper('sqrt'), [x], {
        known: Known.Quiet | (isF32(op) ? Known.Unrounded : 0),
      });
    case Op.f32_abs:
      return call(linkage.helper('absFloat'), [exact(x)], { known: x.known & Known.Quiet });
    default:
      // Math's rounding functions return integers.
      return call(linkage.helper(HELPERS[narrow(op)]!), [x], {
        known: Known.IntegerKind | Known.Quiet,
      });
  }
}

const COMPARISONS: Readonly<Record<number, string>> = Object.freeze({
  [Op.f32_eq]: '===',
  [Op.f32_ne]: '!==',
  [Op.f32_lt]: '<',
  [Op.f32_gt]: '>',
  [Op.f32_le]: '<=',
  [Op.f32_ge]: '>=',
});

export function compareFloat(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  const [x, y] = [rounded(a, linkage), rounded(b, linkage)];
  const operator = COMPARISONS[op >= Op.f64_eq ? op - Op.f64_eq + Op.f32_eq : op]!;
  const known = Known.Boolean;
  if (operator.length < 3) return binary(operator, Precedence.Relational, x, y, { known });
  // With a NaN the relations are false both ways; only equality has an opposite.
  const inverse = binary(operator === '===' ? '!==' : '===', Precedence.Equality, x, y, { known });
  return binary(operator, Precedence.Equality, x, y, { known, inverse });
}

/** Truncations to i32, trapping and saturating. */
const TRUNCATIONS: Readonly<Record<number, string>> = Object.freeze({
  [Op.i32_trunc_f32_s]: 'truncS32',
  [Op.i32_trunc_f32_u]: 'truncU32',
  [Op.i32_trunc_f64_s]: 'truncS32',
  [Op.i32_trunc_f64_u]: 'truncU32',
  [Op.i32_trunc_sat_f32_s]: 'truncSatS32',
  [Op.i32_trunc_sat_f32_u]: 'truncSatU32',
  [Op.i32_trunc_sat_f64_s]: 'truncSatS32',
  [Op.i32_trunc_sat_f64_u]: 'truncSatU32',
});
const TRUNCATIONS64: Readonly<Record<number, string>> = Object.freeze({
  [Op.i64_trunc_f32_s]: 'truncS64',
  [Op.i64_trunc_f32_u]: 'truncU64',
  [Op.i64_trunc_f64_s]: 'truncS64',
  [Op.i64_trunc_f64_u]: 'truncU64',
  [Op.i64_trunc_sat_f32_s]: 'truncSatS64',
  [Op.i64_trunc_sat_f32_u]: 'truncSatU64',
  [Op.i64_trunc_sat_f64_s]: 'truncSatS64',
  [Op.i64_trunc_sat_f64_u]: 'truncSatU64',
});

const trapping = (op: Op): number => (op < 0x100 ? Effect.Traps : Effect.None);

/** A float to an i32. */
export function truncate32(op: Op, x: Expression, linkage: Linkage): Expression {
  const name = linkage.helper(TRUNCATIONS[op]!);
  return call(name, [rounded(x, linkage)], { effects: trapping(op) });
}

/** A float to an i64. */
export function truncate64(op: Op, x: Expression, linkage: Linkage): Definition {
  return helped(TRUNCATIONS64[op]!, [rounded(x, linkage)], linkage, trapping(op));
}

/** An i32 to a float. */
export function convert32(op: Op, x: Expression): Expression {
  const f32 = op === Op.f32_convert_i32_s || op === Op.f32_convert_i32_u;
  const value = int32(x);
  const known = Known.IntegerKind | Known.Quiet | (f32 ? Known.Unrounded : 0);
  const isSigned = op === Op.f32_convert_i32_s || op === Op.f64_convert_i32_s;
  if (isSigned || value.least >= 0) return { ...value, literal: undefined, known };
  return binary('>>>', Precedence.Shift, value, ZERO, { known });
}

/** An i64, of simple halves, to a float. */
export function convert64(op: Op, { low, high }: Pair, linkage: Linkage): Expression {
  const unsigned = (x: Expression): Expression => binary('>>>', Precedence.Shift, x, ZERO);
  switch (op) {
    case Op.f32_convert_i64_s:
      return call(linkage.helper('convertS64ToF32'), [low, high], {
        known: Known.Unrounded | Known.Quiet,
      });
    case Op.f32_convert_i64_u:
      return call(linkage.helper('convertU64ToF32'), [low, high], {
        known: Known.Unrounded | Known.Quiet,
      });
  }
  const upper = op === Op.f64_convert_i64_s ? high : unsigned(high);
  const text = `${at(upper, Precedence.Multiplicative)}*4294967296`;
  const product = { ...upper, text, precedence: Precedence.Multiplicative, literal: undefined };
  return binary('+', Precedence.Additive, { ...product, known: 0 }, unsigned(low));
}
