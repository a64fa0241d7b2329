/**
 * Integer operations that JavaScript lacks, on int32.
 * https://webassembly.github.io/spec/core/exec/numerics.html#integer-operations
 */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';

/** Count of trailing zero bits; 32 for 0. */
export function ctz32(x: number): number {
  return x === 0 ? 32 : 31 - Math.clz32(x & -x);
}

/** Count of one bits: adds neighbours of 1, 2, 4, then 8 bits (Warren, Hacker's Delight, 5–1). */
export function popcnt32(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}

/** @throws RuntimeError integer divide by zero, integer overflow */
export function divS32(x: number, y: number): number {
  if (y === 0) throw trap(TrapCode.IntegerDivideByZero);
  if (y === -1 && x === -0x80000000) throw trap(TrapCode.IntegerOverflow);
  return (x / y) | 0;
}

/** @throws RuntimeError integer divide by zero */
export function divU32(x: number, y: number): number {
  if (y === 0) throw trap(TrapCode.IntegerDivideByZero);
  return ((x >>> 0) / (y >>> 0)) | 0;
}

/** @throws RuntimeError integer divide by zero */
export function remS32(x: number, y: number): number {
  if (y === 0) throw trap(TrapCode.IntegerDivideByZero);
  return (x % y) | 0;
}

/** @throws RuntimeError integer divide by zero */
export function remU32(x: number, y: number): number {
  if (y === 0) throw trap(TrapCode.IntegerDivideByZero);
  return ((x >>> 0) % (y >>> 0)) | 0;
}
