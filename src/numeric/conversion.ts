/**
 * Conversions between integers and floats that JavaScript has no operator for. 64-bit results are
 * pairs as in `i64.ts`: the low half returned, the high half in its `high`.
 * https://webassembly.github.io/spec/core/exec/numerics.html#conversions
 */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { setHigh } from './i64.js';

const TWO_31 = 2147483648;
const TWO_32 = 4294967296;
const TWO_63 = 9223372036854775808;
const TWO_64 = 18446744073709551616;

/** The trap of a float that no integer of the type equals when truncated. */
function invalid(x: number): Error {
  return trap(x !== x ? TrapCode.InvalidConversionToInteger : TrapCode.IntegerOverflow);
}

/** The halves of an integral double within the range of i64 or u64. */
function split(x: number): number {
  const whole = Math.trunc(x);
  const upper = Math.floor(whole / TWO_32);
  setHigh(upper | 0);
  return (whole - upper * TWO_32) | 0;
}

function pair(low: number, high: number): number {
  setHigh(high);
  return low;
}

/** @throws RuntimeError invalid conversion to integer, integer overflow */
export function truncS32(x: number): number {
  if (!(x > -TWO_31 - 1 && x < TWO_31)) throw invalid(x);
  return x | 0;
}

/** @throws RuntimeError invalid conversion to integer, integer overflow */
export function truncU32(x: number): number {
  if (!(x > -1 && x < TWO_32)) throw invalid(x);
  return x | 0;
}

/** @throws RuntimeError invalid conversion to integer, integer overflow */
export function truncS64(x: number): number {
  if (!(x >= -TWO_63 && x < TWO_63)) throw invalid(x);
  return split(x);
}

/** @throws RuntimeError invalid conversion to integer, integer overflow */
export function truncU64(x: number): number {
  if (!(x > -1 && x < TWO_64)) throw invalid(x);
  return split(x);
}

export function truncSatS32(x: number): number {
  if (x !== x) return 0;
  return x < TWO_31 ? (x > -TWO_31 ? x | 0 : -TWO_31 | 0) : 0x7fffffff;
}

export function truncSatU32(x: number): number {
  if (x !== x) return 0;
  return x < TWO_32 ? (x > 0 ? x | 0 : 0) : -1;
}

export function truncSatS64(x: number): number {
  if (x !== x) return pair(0, 0);
  if (x >= TWO_63) return pair(-1, 0x7fffffff);
  if (x < -TWO_63) return pair(0, -TWO_31 | 0);
  return split(x);
}

export function truncSatU64(x: number): number {
  if (x !== x || x <= 0) return pair(0, 0);
  if (x >= TWO_64) return pair(-1, -1);
  return split(x);
}

/**
 * From 2^53 on a double cannot hold every i64, and rounding twice could differ from rounding once.
 * The low 12 bits, far below f32's last, are replaced by one bit that says whether any was set; a
 * double has room for it up to 2^64.
 */
function sticky(low: number): number {
  return ((low & ~0xfff) | ((low & 0xfff) === 0 ? 0 : 0x800)) >>> 0;
}

/** The caller's store rounds to f32. */
export function convertS64ToF32(low: number, high: number): number {
  const small = high >= -0x200000 && high < 0x200000;
  return high * TWO_32 + (small ? low >>> 0 : sticky(low));
}

/** The caller's store rounds to f32. */
export function convertU64ToF32(low: number, high: number): number {
  const small = high >>> 21 === 0;
  return (high >>> 0) * TWO_32 + (small ? low >>> 0 : sticky(low));
}
