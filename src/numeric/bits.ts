/**
 * Floats and their bits, as int32. Each call makes a small view: one kept by the module would be
 * read-only where XS preloads it. A DataView, because V8 quiets NaNs that are stored to typed arrays.
 */
import { high, setHigh } from './i64.js';

export function bitsOfF32(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return view.getInt32(0, true);
}

export function f32OfBits(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setInt32(0, bits, true);
  return view.getFloat32(0, true);
}

/** Returns the low half and leaves the high in `high` of i64.ts. */
export function bitsOfF64(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  setHigh(view.getInt32(4, true));
  return view.getInt32(0, true);
}

export function f64OfBits(low: number, upper: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setInt32(0, low, true);
  view.setInt32(4, upper, true);
  return view.getFloat64(0, true);
}

/** The bit that a NaN has when it is quiet, of an f32. */
const QUIET = 0x400000;
/** The lowest bit of a double, which no f32 needs. */
const CARRIED = 1;

/**
 * The f32 of the bits, as a double. Hardware makes a signalling NaN quiet when it becomes a double;
 * here it gets a bit by which {@link bitsCarried} knows it, and which no rounding to f32 keeps.
 */
export function carryF32(bits: number): number {
  const isSignalling =
    (bits & 0x7f800000) === 0x7f800000 && (bits & 0x7fffff) !== 0 && (bits & QUIET) === 0;
  if (!isSignalling) return f32OfBits(bits);
  const upper = (bits & 0x80000000) | 0x7ff80000 | ((bits & 0x3fffff) >> 3);
  return f64OfBits((bits << 29) | CARRIED, upper);
}

/** The bits of an f32 that is a double, a signalling NaN as {@link carryF32} makes it. */
export function bitsCarried(value: number): number {
  if (value === value) return bitsOfF32(value);
  const low = bitsOfF64(value);
  const bits =
    (high & 0x80000000) | 0x7f800000 | QUIET | ((high & 0x7ffff) << 3) | ((low >>> 29) & 7);
  return (low & CARRIED) === 0 ? bits : bits & ~QUIET;
}

/** The f32 at an address, a NaN with all its bits. @throws RangeError when it does not lie there */
export function loadF32(view: DataView, address: number): number {
  return carryF32(view.getInt32(address, true));
}

/** Stores an f32, a NaN with all its bits. @throws RangeError when it does not fit */
export function storeF32(view: DataView, address: number, value: number): void {
  view.setInt32(address, bitsCarried(value), true);
}
