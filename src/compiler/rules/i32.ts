/**
 * What i32 instructions become. Operands and results are JavaScript integers; only where a result
 * is used as one is it brought back to 32 bits, so that sums of sums cost one `|0`.
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
  type Implication,
  integer,
  isSimple,
  Known,
  INT32,
  MAX_INT32,
  MIN_INT32,
  Precedence,
  type Range,
  unary,
  ZERO,
} from '../expression.js';
import type { Linkage } from '../linkage.js';

/** Beyond, sums could reach 2^53 and lose low bits. */
const MOST_MAGNITUDE = 2 ** 51;

/** A constant factor up to here is multiplied as numbers; larger ones overflow to doubles too often. */
const SMALL_FACTOR = 1024;

const isPowerOf2 = (n: number): boolean => n > 0 && (n & (n - 1)) === 0;
const log2 = (n: number): number => 31 - Math.clz32(n);
const nonNegative = (x: Expression): boolean => x.least >= 0 && x.most <= MAX_INT32;
const isInt32 = ({ least, most }: Range): boolean => least >= MIN_INT32 && most <= MAX_INT32;
const magnitude = ({ least, most }: Range): number => Math.max(-least, most);

/** The value as a number: booleans become 1 and 0. */
export function numeric(x: Expression): Expression {
  if ((x.known & Known.Boolean) === 0) return x;
  const text = `${at(x, Precedence.Conditional + 1)}?1:0`;
  return combine(text, Precedence.Conditional, [x], { least: 0, most: 1 });
}

/** The value as an int32. */
export function int32(x: Expression): Expression {
  const n = numeric(x);
  return isInt32(n) ? n : binary('|', Precedence.BitOr, n, ZERO);
}

/** The value where JavaScript asks for a condition. */
export function condition(x: Expression): Expression {
  return (x.known & Known.Boolean) !== 0 ? (x.test ?? x) : int32(x);
}

/** Whether an i32 is zero. */
export function isZero(x: Expression): Expression {
  if (x.literal !== undefined) return truth(x.literal === 0);
  if (x.inverse !== undefined) return x.inverse;
  if (x.test !== undefined) return isZero(x.test);
  const operand = condition(x);
  const implies = opposite(implications(x));
  const inverse = (x.known & Known.Boolean) !== 0 ? x : isNotZero(operand);
  return unary('!', operand, { known: Known.Boolean, inverse, implies });
}

function isNotZero(x: Expression): Expression {
  const known = Known.Boolean;
  const implies = implications(x);
  return binary('!==', Precedence.Equality, x, ZERO, { known, implies, test: x });
}

/** What an i32 that is not zero says of locals, and one that is. */
export function implications(x: Expression): readonly Implication[] {
  if (x.implies !== undefined) return x.implies;
  if ((x.known & Known.Boolean) !== 0) return [];
  return implied('!==', x, { least: 0, most: 0 });
}

function opposite(implications: readonly Implication[]): readonly Implication[] {
  return implications.map(({ local, when, unless }) => ({ local, when: unless, unless: when }));
}

/** What the comparison of an i32 with a number in a range says of the first, if that is a local. */
function implied(operator: string, x: Expression, y: Range): readonly Implication[] {
  const when = satisfying(operator, int32Range(x), y);
  return implication(x, when, satisfying(INVERSE[operator]!, int32Range(x), y));
}

/** What it says of the local in a sum that the sum is in a range. */
function implication({ sum }: Expression, when: Range, unless: Range): readonly Implication[] {
  if (sum === undefined) return [];
  const { base, offset } = sum;
  const moved = ({ least, most }: Range): Range => ({ least: least - offset, most: most - offset });
  return [{ local: base, when: moved(when), unless: moved(unless) }];
}

function int32Range(x: Expression): Range {
  return isInt32(x) ? x : INT32;
}

/** The numbers of a range that compare so with some number of another; the range itself if none do. */
function satisfying(operator: string, x: Range, y: Range): Range {
  let { least, most } = x;
  switch (operator) {
    case '<':
      most = Math.min(most, y.most - 1);
      break;
    case '<=':
      most = Math.min(most, y.most);
      break;
    case '>':
      least = Math.max(least, y.least + 1);
      break;
    case '>=':
      least = Math.max(least, y.least);
      break;
    case '===':
      least = Math.max(least, y.least);
      most = Math.min(most, y.most);
      break;
    default:
      if (y.least !== y.most) break;
      if (least === y.least) least++;
      if (most === y.least) most--;
  }
  return least <= most ? { least, most } : x;
}

function truth(value: boolean): Expression {
  return integer(value ? 1 : 0);
}

function add(a: Expression, b: Expression): Expression {
  if (a.literal !== undefined) [a, b] = [b, a];
  if (b.literal === 0) return a;
  if (b.literal === -0x80000000) return binary('^', Precedence.BitXor, numeric(a), b);
  const added = sum(b.literal !== undefined && b.literal < 0 ? '-' : '+', a, b);
  if (a.sum === undefined || b.literal === undefined) return added;
  return { ...added, sum: { base: a.sum.base, offset: (a.sum.offset + b.literal) | 0 } };
}

function subtract(a: Expression, b: Expression): Expression {
  if (b.literal !== undefined) return add(a, integer(-b.literal | 0));
  return sum('-', a, b);
}

function sum(operator: '+' | '-', a: Expression, b: Expression): Expression {
  const right = b.literal !== undefined ? integer(Math.abs(b.literal)) : numeric(b);
  let [x, y] = [numeric(a), right];
  if (magnitude(x) + magnitude(y) > MOST_MAGNITUDE) [x, y] = [int32(x), int32(y)];
  const range =
    operator === '+'
      ? { least: x.least + y.least, most: x.most + y.most }
      : { least: x.least - y.most, most: x.most - y.least };
  if (operator === '-' && y.literal === 1 && !isInt32(range) && isInt32(x)) {
    // ~-x is x − 1 in 32 bits, with two operations fewer than x - 1 | 0.
    return unary('~', unary('-', x), INT32);
  }
  return binary(operator, Precedence.Additive, x, y, range);
}

function multiply(a: Expression, b: Expression, linkage: Linkage): Expression {
  if (a.literal !== undefined) [a, b] = [b, a];
  const factor = b.literal;
  // Times zero, JavaScript makes −0 of negative numbers.
  if (factor === 0) return zeroAfter(a);
  if (factor !== undefined && isPowerOf2(factor)) {
    return shift(Op.i32_shl, a, integer(log2(factor)));
  }
  const [x, y] = [numeric(a), numeric(b)];
  // With a negative factor zero would become −0, which is no integer.
  if (y.least >= 0 && (x.least >= 0 || factor !== undefined)) {
    const range = { least: x.least * y.most, most: x.most * y.most };
    if (x.least >= 0) range.least = 0;
    const isSmall = factor !== undefined && factor > 0 && factor <= SMALL_FACTOR;
    if (isInt32(range) || (isSmall && magnitude(range) <= MOST_MAGNITUDE)) {
      return binary('*', Precedence.Multiplicative, x, y, range);
    }
  }
  return call(linkage.helper('imul'), [x, y]);
}

function bitwise(
  operator: string,
  precedence: Precedence,
  a: Expression,
  b: Expression,
): Expression {
  const [x, y] = [numeric(a), numeric(b)];
  const [p, q] = [nonNegative(x), nonNegative(y)];
  if (operator === '&' ? !p && !q : !p || !q) return binary(operator, precedence, x, y);
  // A bit of an `or` lies no higher than the operands' highest.
  const most =
    operator === '&'
      ? Math.min(p ? x.most : MAX_INT32, q ? y.most : MAX_INT32)
      : -1 >>> Math.clz32(x.most | y.most);
  return binary(operator, precedence, x, y, { least: 0, most });
}

function shift(op: Op, a: Expression, b: Expression): Expression {
  const value = numeric(a);
  const distance = b.literal === undefined ? numeric(b) : integer(b.literal & 31);
  if (distance.literal === 0) return value;
  const by = distance.literal;
  const shifted = (operator: string, range: Range = INT32): Expression =>
    binary(operator, Precedence.Shift, value, distance, range);
  switch (op) {
    case Op.i32_shl: {
      if (by === undefined) return shifted('<<');
      const range = { least: value.least * 2 ** by, most: value.most * 2 ** by };
      return shifted('<<', isInt32(range) ? range : INT32);
    }
    case Op.i32_shr_s:
      if (!isInt32(value)) return shifted('>>');
      return by !== undefined
        ? shifted('>>', { least: value.least >> by, most: value.most >> by })
        : shifted('>>', { least: Math.min(value.least, 0), most: Math.max(value.most, 0) });
    default:
      return shifted('>>>', {
        least: 0,
        most: (nonNegative(value) ? value.most : 0xffffffff) >>> (by ?? 0),
      });
  }
}

/** Both operands are simple. */
function rotate(op: Op, a: Expression, b: Expression): Expression {
  const value = int32(a);
  const left = b.literal === undefined ? b : integer(b.literal & 31);
  if (left.literal === 0) return value;
  // JavaScript takes distances modulo 32, so that −n is 32 − n.
  const right = left.literal === undefined ? unary('-', left) : integer(32 - left.literal);
  const [up, down] = op === Op.i32_rotl ? [left, right] : [right, left];
  return binary(
    '|',
    Precedence.BitOr,
    binary('<<', Precedence.Shift, value, up),
    binary('>>>', Precedence.Shift, value, down),
  );
}

/** Unsigned value of an int32, as a double where it needs one. */
function unsigned(x: Expression): Expression {
  return nonNegative(x) ? x : binary('>>>', Precedence.Shift, numeric(x), ZERO);
}

const DIVISIONS: Readonly<Record<number, string>> = Object.freeze({
  [Op.i32_div_s]: 'divS32',
  [Op.i32_div_u]: 'divU32',
  [Op.i32_rem_s]: 'remS32',
  [Op.i32_rem_u]: 'remU32',
});

/** Division by a constant needs no check but for 0 and −1. */
function divide(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  const divisor = b.literal;
  if (divisor === undefined || divisor <= 0) {
    return call(linkage.helper(DIVISIONS[op]!), [int32(a), int32(b)], { effects: Effect.Traps });
  }
  const positive = nonNegative(a);
  const isSigned = op === Op.i32_div_s || op === Op.i32_rem_s;
  const remainder = op === Op.i32_rem_s || op === Op.i32_rem_u;
  const range = { least: 0, most: remainder ? divisor - 1 : MAX_INT32 };
  if (divisor === 1) return remainder ? zeroAfter(a) : a;
  if (isPowerOf2(divisor) && (positive || !isSigned)) {
    return remainder
      ? bitwise('&', Precedence.BitAnd, a, integer(divisor - 1))
      : shift(Op.i32_shr_u, a, integer(log2(divisor)));
  }
  const dividend = isSigned ? int32(a) : unsigned(a);
  const operator = remainder ? '%' : '/';
  const result = binary(operator, Precedence.Multiplicative, dividend, b);
  if (positive && remainder) return { ...result, ...range };
  const integral = binary('|', Precedence.BitOr, result, ZERO);
  return isSigned && !positive ? integral : { ...integral, ...range };
}

/** Zero, after whatever the operand does. */
function zeroAfter(a: Expression): Expression {
  return a.effects === 0 ? ZERO : binary('&', Precedence.BitAnd, numeric(a), ZERO);
}

const INVERSE: Readonly<Record<string, string>> = Object.freeze({
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
});

/** The operator when the operands change places. */
const MIRRORED: Readonly<Record<string, string>> = Object.freeze({
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
});

/** A comparison of int32, and its inverse. */
export function compare(operator: string, a: Expression, b: Expression): Expression {
  const [x, y] = [int32(a), int32(b)];
  const precedence = operator.length === 3 ? Precedence.Equality : Precedence.Relational;
  const known = Known.Boolean;
  const implies = [...implied(operator, a, y), ...implied(MIRRORED[operator] ?? operator, b, x)];
  const inverse = binary(INVERSE[operator]!, precedence, x, y, {
    known,
    implies: opposite(implies),
  });
  return binary(operator, precedence, x, y, { known, inverse, implies });
}

function equality(operator: '===' | '!==', a: Expression, b: Expression): Expression {
  if (a.literal !== undefined) [a, b] = [b, a];
  if (b.literal !== 0) return compare(operator, a, b);
  const zero = isZero(a);
  return operator === '===' ? zero : isZero(zero);
}

/** Two conditions of which the second is evaluated only when the first does not decide. */
function both(
  operator: '&&' | '||',
  x: Expression,
  y: Expression,
  implies: readonly Implication[],
): Expression {
  const precedence = operator === '&&' ? Precedence.And : Precedence.Or;
  const inverse = binary(
    operator === '&&' ? '||' : '&&',
    operator === '&&' ? Precedence.Or : Precedence.And,
    x.inverse!,
    y.inverse!,
    { known: Known.Boolean, implies: opposite(implies) },
  );
  return binary(operator, precedence, x, y, { known: Known.Boolean, inverse, implies });
}

/**
 * An unsigned comparison. `>>>0` would make doubles of large numbers, which boards compute in
 * software; where one side is known, a second comparison does, otherwise the sign bits are flipped.
 */
export function compareUnsigned(
  operator: string,
  a: Expression,
  b: Expression,
  linkage: Linkage,
): Expression {
  if (a.literal !== undefined && b.literal === undefined) {
    return compareUnsigned(MIRRORED[operator]!, b, a, linkage);
  }
  if (nonNegative(a) && nonNegative(b)) return compare(operator, a, b);
  const below = operator === '<' || operator === '<=';
  if (b.literal === 0) {
    if (operator === '>') return isZero(isZero(a));
    if (operator === '<=') return isZero(a);
  }
  const limit = operator === '<' || operator === '>=' ? b.literal : (b.literal ?? NaN) + 1;
  const implies = impliedUnsigned(operator, a, b);
  if (limit !== undefined && limit > 1 && isPowerOf2(limit)) {
    // Whether bits are set above the limit's last.
    const high = shift(Op.i32_shr_u, a, integer(log2(limit)));
    const test = { ...high, implies: below ? opposite(implies) : implies };
    return below ? isZero(test) : isNotZero(test);
  }
  if (nonNegative(b) && isSimple(a)) {
    return below
      ? both('&&', compare(operator, a, b), compare('>=', a, ZERO), implies)
      : both('||', compare(operator, a, b), compare('<', a, ZERO), implies);
  }
  if (b.literal !== undefined && isSimple(a)) {
    return below
      ? both('||', compare('>=', a, ZERO), compare(operator, a, b), implies)
      : both('&&', compare('<', a, ZERO), compare(operator, a, b), implies);
  }
  const [x, y] = [flipped(a, linkage), flipped(b, linkage)];
  const flippedResult = compare(operator, x, y);
  return {
    ...flippedResult,
    implies,
    inverse: { ...flippedResult.inverse!, implies: opposite(implies) },
  };
}

/** What an unsigned comparison says: below a number that is not negative, the other is neither. */
function impliedUnsigned(operator: string, a: Expression, b: Expression): readonly Implication[] {
  const below = operator === '<' || operator === '<=';
  const [x, y] = nonNegative(b) ? [a, b] : [b, a];
  const isMirrored = x !== a;
  if (!nonNegative(y)) return [];
  const isMet = below !== isMirrored;
  const signed = isMirrored ? MIRRORED[operator]! : operator;
  const small = satisfying(isMet ? signed : INVERSE[signed]!, { least: 0, most: MAX_INT32 }, y);
  return isMet ? implication(x, small, INT32) : implication(x, INT32, small);
}

function flipped(x: Expression, { min }: Linkage): Expression {
  if (x.literal !== undefined) return integer(x.literal ^ -0x80000000);
  return binary('^', Precedence.BitXor, numeric(x), min);
}

const SIGNED: Readonly<Record<number, string>> = Object.freeze({
  [Op.i32_lt_s]: '<',
  [Op.i32_gt_s]: '>',
  [Op.i32_le_s]: '<=',
  [Op.i32_ge_s]: '>=',
});
const UNSIGNED: Readonly<Record<number, string>> = Object.freeze({
  [Op.i32_lt_u]: '<',
  [Op.i32_gt_u]: '>',
  [Op.i32_le_u]: '<=',
  [Op.i32_ge_u]: '>=',
});

/** Whether the rules name an operand of the instruction twice, so that it must be simple. */
export function needsSimple32(op: Op): boolean {
  return op === Op.i32_rotl || op === Op.i32_rotr;
}

export function binary32(op: Op, a: Expression, b: Expression, linkage: Linkage): Expression {
  if (a.literal !== undefined && b.literal !== undefined) {
    const folded = fold(op, a.literal, b.literal);
    if (folded !== undefined) return integer(folded);
  }
  switch (op) {
    case Op.i32_eq:
      return equality('===', a, b);
    case Op.i32_ne:
      return equality('!==', a, b);
    case Op.i32_add:
      return add(a, b);
    case Op.i32_sub:
      return subtract(a, b);
    case Op.i32_mul:
      return multiply(a, b, linkage);
    case Op.i32_and:
      return bitwise('&', Precedence.BitAnd, a, b);
    case Op.i32_or:
      return bitwise('|', Precedence.BitOr, a, b);
    case Op.i32_xor:
      return bitwise('^', Precedence.BitXor, a, b);
    case Op.i32_shl:
    case Op.i32_shr_s:
    case Op.i32_shr_u:
      return shift(op, a, b);
    case Op.i32_rotl:
    case Op.i32_rotr:
      return rotate(op, a, b);
    case Op.i32_div_s:
    case Op.i32_div_u:
    case Op.i32_rem_s:
    case Op.i32_rem_u:
      return divide(op, a, b, linkage);
  }
  const signed = SIGNED[op];
  return signed !== undefined
    ? compare(signed, a, b)
    : compareUnsigned(UNSIGNED[op]!, a, b, linkage);
}

export function unary32(op: Op, x: Expression, linkage: Linkage): Expression {
  switch (op) {
    case Op.i32_eqz:
      return isZero(x);
    case Op.i32_clz:
      return call(linkage.helper('clz32'), [numeric(x)], { least: 0, most: 32 });
    case Op.i32_ctz:
      return call(linkage.helper('ctz32'), [int32(x)], { least: 0, most: 32 });
    case Op.i32_popcnt:
      return call(linkage.helper('popcnt32'), [int32(x)], { least: 0, most: 32 });
    case Op.i32_extend8_s:
      return signExtend(x, 24);
    default:
      return signExtend(x, 16);
  }
}

/** Sign-extends what is left when so many bits are dropped. */
export function signExtend(x: Expression, bits: number): Expression {
  const up = binary('<<', Precedence.Shift, numeric(x), integer(bits));
  return binary('>>', Precedence.Shift, up, integer(bits));
}

/** The result for two constants; undefined where the instruction traps or is not worth it. */
function fold(op: Op, a: number, b: number): number | undefined {
  switch (op) {
    case Op.i32_eq:
      return a === b ? 1 : 0;
    case Op.i32_ne:
      return a !== b ? 1 : 0;
    case Op.i32_lt_s:
      return a < b ? 1 : 0;
    case Op.i32_gt_s:
      return a > b ? 1 : 0;
    case Op.i32_le_s:
      return a <= b ? 1 : 0;
    case Op.i32_ge_s:
      return a >= b ? 1 : 0;
    case Op.i32_lt_u:
      return a >>> 0 < b >>> 0 ? 1 : 0;
    case Op.i32_gt_u:
      return a >>> 0 > b >>> 0 ? 1 : 0;
    case Op.i32_le_u:
      return a >>> 0 <= b >>> 0 ? 1 : 0;
    case Op.i32_ge_u:
      return a >>> 0 >= b >>> 0 ? 1 : 0;
    case Op.i32_add:
      return (a + b) | 0;
    case Op.i32_sub:
      return (a - b) | 0;
    case Op.i32_mul:
      return Math.imul(a, b);
    case Op.i32_and:
      return a & b;
    case Op.i32_or:
      return a | b;
    case Op.i32_xor:
      return a ^ b;
    case Op.i32_shl:
      return a << b;
    case Op.i32_shr_s:
      return a >> b;
    case Op.i32_shr_u:
      return (a >>> b) | 0;
    case Op.i32_rotl:
      return (a << b) | (a >>> -b);
    case Op.i32_rotr:
      return (a >>> b) | (a << -b);
    default:
      return undefined;
  }
}
