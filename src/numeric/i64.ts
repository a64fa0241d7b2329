/**
 * Operations on i64 as pairs of int32. Each takes the halves as (low, high), returns the low half
 * of the result and leaves the high half in `high`.
 * https://webassembly.github.io/spec/core/exec/numerics.html#integer-operations
 */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';

/** The high half of the result of the function of this folder that was called last. */
export let high = 0;

/** 2^32 */
const TWO_32 = 4294967296;

/** For results made in another file of this folder. */
export function setHigh(value: number): void {
  high = value;
}

/** The high 32 bits of the unsigned product, from four products of 16 bits. */
export function mulHighU32(x: number, y: number): number {
  const x0 = x & 0xffff;
  const x1 = x >>> 16;
  const y0 = y & 0xffff;
  const y1 = y >>> 16;
  // At most (2^16 − 1)^2 + 2^16 − 1 each, so the sums stay below 2^32.
  const middle = x1 * y0 + ((x0 * y0) >>> 16);
  const middle2 = x0 * y1 + (middle & 0xffff);
  return (x1 * y1 + (middle >>> 16) + (middle2 >>> 16)) | 0;
}

export function mul64(xLow: number, xHigh: number, yLow: number, yHigh: number): number {
  high = (mulHighU32(xLow, yLow) + Math.imul(xLow, yHigh) + Math.imul(xHigh, yLow)) | 0;
  return Math.imul(xLow, yLow);
}

export function rotl64(low: number, upper: number, distance: number): number {
  if (distance >= 32) {
    const exchanged = low;
    low = upper;
    upper = exchanged;
    distance -= 32;
  }
  if (distance === 0) {
    high = upper;
    return low;
  }
  high = (upper << distance) | (low >>> (32 - distance));
  return (low << distance) | (upper >>> (32 - distance));
}

export function rotr64(low: number, upper: number, distance: number): number {
  return rotl64(low, upper, -distance & 63);
}

/** @param distance from 0 to 63, as of the other shifts */
export function shl64(low: number, upper: number, distance: number): number {
  if (distance >= 32) {
    high = low << distance;
    return 0;
  }
  high = distance === 0 ? upper : (upper << distance) | (low >>> (32 - distance));
  return low << distance;
}

export function shrS64(low: number, upper: number, distance: number): number {
  if (distance >= 32) {
    high = upper >> 31;
    return upper >> distance;
  }
  high = upper >> distance;
  return distance === 0 ? low : (low >>> distance) | (upper << (32 - distance));
}

export function shrU64(low: number, upper: number, distance: number): number {
  if (distance >= 32) {
    high = 0;
    return (upper >>> distance) | 0;
  }
  high = (upper >>> distance) | 0;
  return distance === 0 ? low : (low >>> distance) | (upper << (32 - distance));
}

function negate(low: number, upper: number): number {
  high = (~upper + (low === 0 ? 1 : 0)) | 0;
  return -low | 0;
}

/** Leaves quotient or remainder of unsigned division; the divisor is not zero. */
function divideU(
  xLow: number,
  xHigh: number,
  yLow: number,
  yHigh: number,
  remainder: boolean,
): number {
  if (xHigh >>> 21 === 0 && yHigh >>> 21 === 0) {
    // Both below 2^53: the quotient's rounding error is below 1 / y, so its floor is exact.
    const x = xHigh * TWO_32 + (xLow >>> 0);
    const y = yHigh * TWO_32 + (yLow >>> 0);
    const quotient = Math.floor(x / y);
    const result = remainder ? x - quotient * y : quotient;
    high = (result / TWO_32) | 0;
    return result | 0;
  }
  const x = toU64(xLow, xHigh);
  const y = toU64(yLow, yHigh);
  return fromBigInt(remainder ? x % y : x / y);
}

/** @throws RuntimeError integer divide by zero */
export function divU64(xLow: number, xHigh: number, yLow: number, yHigh: number): number {
  if ((yLow | yHigh) === 0) throw trap(TrapCode.IntegerDivideByZero);
  return divideU(xLow, xHigh, yLow, yHigh, false);
}

/** @throws RuntimeError integer divide by zero */
export function remU64(xLow: number, xHigh: number, yLow: number, yHigh: number): number {
  if ((yLow | yHigh) === 0) throw trap(TrapCode.IntegerDivideByZero);
  return divideU(xLow, xHigh, yLow, yHigh, true);
}

/** @throws RuntimeError integer divide by zero, integer overflow */
export function divS64(xLow: number, xHigh: number, yLow: number, yHigh: number): number {
  if ((yLow | yHigh) === 0) throw trap(TrapCode.IntegerDivideByZero);
  if ((yLow & yHigh) === -1 && xLow === 0 && xHigh === -0x80000000) {
    throw trap(TrapCode.IntegerOverflow);
  }
  const low = divideMagnitudes(xLow, xHigh, yLow, yHigh, false);
  return (xHigh ^ yHigh) < 0 ? negate(low, high) : low;
}

/** @throws RuntimeError integer divide by zero */
export function remS64(xLow: number, xHigh: number, yLow: number, yHigh: number): number {
  if ((yLow | yHigh) === 0) throw trap(TrapCode.IntegerDivideByZero);
  const low = divideMagnitudes(xLow, xHigh, yLow, yHigh, true);
  return xHigh < 0 ? negate(low, high) : low;
}

function divideMagnitudes(
  xLow: number,
  xHigh: number,
  yLow: number,
  yHigh: number,
  remainder: boolean,
): number {
  if (xHigh < 0) {
    xLow = negate(xLow, xHigh);
    xHigh = high;
  }
  if (yHigh < 0) {
    yLow = negate(yLow, yHigh);
    yHigh = high;
  }
  return divideU(xLow, xHigh, yLow, yHigh, remainder);
}

/** The pair as an unsigned BigInt. */
export function toU64(low: number, upper: number): bigint {
  return (BigInt(upper >>> 0) << 32n) | BigInt(low >>> 0);
}

/** The pair as a signed BigInt. */
export function toS64(low: number, upper: number): bigint {
  return BigInt(upper) * 4294967296n + BigInt(low >>> 0);
}

/**
 * A BigInt from 0 to 2^64 − 1, as a pair. Negative ones must not be shifted: where only zeros are
 * shifted out, XS 13.3 gives one less, −2n for `-256n >> 8n`.
 */
export function fromBigInt(value: bigint): number {
  high = Number(BigInt.asIntN(32, value >> 32n));
  return Number(BigInt.asIntN(32, value));
}
