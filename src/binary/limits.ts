import { malformed, minimumAboveMaximum } from '../errors/compile-errors.js';
import type { Limits } from '../types/limits.js';
import type { Reader } from './reader.js';

/**
 * The bits of the byte before limits. Bit 1 is `shared`, of the threads proposal.
 * https://webassembly.github.io/spec/core/binary/types.html#limits
 */
export const enum LimitsFlag {
  Maximum = 1,
  Is64 = 4,
  /** https://github.com/WebAssembly/custom-page-sizes/blob/main/proposals/custom-page-sizes/Overview.md */
  PageSize = 8,
}

/** @param allowed bits of `LimitsFlag` that may be set beside those that every kind has */
export function readLimitsFlags(reader: Reader, allowed: number): number {
  const offset = reader.position;
  const flags = reader.u8();
  if ((flags & ~(allowed | LimitsFlag.Maximum | LimitsFlag.Is64)) !== 0) {
    throw malformed('limits flags', offset);
  }
  return flags;
}

/** The numbers that follow the flags; they have 64 bits, whatever is valid. */
export function readLimits(reader: Reader, flags: number): Limits {
  const offset = reader.position;
  const minimum = readSize(reader);
  const maximum = (flags & LimitsFlag.Maximum) !== 0 ? readSize(reader) : undefined;
  if (maximum !== undefined && minimum > maximum) throw minimumAboveMaximum(offset);
  return { minimum, maximum };
}

/** As a double: exact where it matters, which is up to 2^32. */
function readSize(reader: Reader): number {
  const low = reader.u64() >>> 0;
  return reader.high === 0 ? low : (reader.high >>> 0) * 4294967296 + low;
}
