/**
 * Float operations where JavaScript's differ from WebAssembly's, for f32 and f64 alike.
 *
 * Where a result is zero its sign is made by `x * 0`, x being a double: XS's rounding functions
 * return zeros of integer kind, which have no sign on boards (xs-facts).
 * https://webassembly.github.io/spec/core/exec/numerics.html#floating-point-operations
 */

import { bitsOfF64 } from './bits.js';
import { high } from './i64.js';

/** 2^52: a double at least this large has no fraction. */
const TWO_52 = 4503599627370496;

export function minFloat(x: number, y: number): number {
  if (x !== x || y !== y) return NaN;
  if (x === 0 && y === 0) return 1 / x < 0 ? x : y;
  return x < y ? x : y;
}

export function maxFloat(x: number, y: number): number {
  if (x !== x || y !== y) return NaN;
  if (x === 0 && y === 0) return 1 / x < 0 ? y : x;
  return x > y ? x : y;
}

/** `x` with the sign of `y`, of NaNs too. */
export function copySign(x: number, y: number): number {
  return isNegative(x) === isNegative(y) ? x : -x;
}

function isNegative(x: number): boolean {
  if (x !== 0 && x === x) return x < 0;
  bitsOfF64(x);
  return high < 0;
}

/** What `rounded`, the result of a rounding function of `Math`, has to be. */
function exact(x: number, rounded: number): number {
  // V8 returns a signalling NaN as it is, where WebAssembly wants a quiet one.
  if (x !== x) return NaN;
  return rounded === 0 ? x * 0 : rounded;
}

export function ceilFloat(x: number): number {
  return exact(x, Math.ceil(x));
}

export function floorFloat(x: number): number {
  return exact(x, Math.floor(x));
}

export function truncFloat(x: number): number {
  return exact(x, Math.trunc(x));
}

/** To the nearest integer, ties to even: adding 2^52 leaves the fraction no bits. */
export function nearestFloat(x: number): number {
  if (x >= TWO_52 || x <= -TWO_52) return x;
  return exact(x, x < 0 ? x - TWO_52 + TWO_52 : x + TWO_52 - TWO_52);
}
