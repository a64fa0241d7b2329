/**
 * Floats and their bits, as int32. Each call makes a small view: one kept by the module would be
 * read-only where XS preloads it.
 */
import { setHigh } from './i64.js';

export function bitsOfF32(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0]!;
}

export function f32OfBits(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0]!;
}

/** Returns the low half and leaves the high in `high` of i64.ts. */
export function bitsOfF64(value: number): number {
  const halves = new Int32Array(Float64Array.of(value).buffer);
  setHigh(halves[1]!);
  return halves[0]!;
}

export function f64OfBits(low: number, high: number): number {
  return new Float64Array(Int32Array.of(low, high).buffer)[0]!;
}
