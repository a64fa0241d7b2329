import { malformed, minimumAboveMaximum } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
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
  if ((flags & LimitsFlag.Is64) !== 0) reader.require(Feature.Memory64, offset);
  return flags;
}

/**
 * The numbers that follow the flags; they have 64 bits, whatever is valid. As doubles they are exact
 * up to 2^53, which is more than any host has room for; they are compared before they are rounded.
 */
export function readLimits(reader: Reader, flags: number): Limits {
  const offset = reader.position;
  const low = reader.u64() >>> 0;
  const high = reader.high >>> 0;
  const minimum = high * 4294967296 + low;
  if ((flags & LimitsFlag.Maximum) === 0) return { minimum, maximum: undefined };
  const lowMaximum = reader.u64() >>> 0;
  const highMaximum = reader.high >>> 0;
  if ((high - highMaximum || low - lowMaximum) > 0) throw minimumAboveMaximum(offset);
  return { minimum, maximum: highMaximum * 4294967296 + lowMaximum };
}
