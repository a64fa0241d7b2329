import { VALUES } from './generated/rows.js';
import { digitsOf } from './guest.js';
import { type Letter, Outcome } from './row.js';

/**
 * 64 or 32 bits as int32, of which every board knows what they are: `high` is 0 where there are only
 * 32.
 */
export interface Bits {
  low: number;
  high: number;
}

/** The value at a place among those of a type. */
export function readValue(type: Letter, place: number, into: Bits): void {
  const digits = digitsOf(type);
  const end = (place + 1) * digits;
  into.low = int32(type, end - 8);
  into.high = digits === 8 ? 0 : int32(type, end - 16);
}

function int32(type: Letter, at: number): number {
  const digits = VALUES[type].slice(at, at + 8);
  return (parseInt(digits.slice(0, 4), 16) << 16) | parseInt(digits.slice(4), 16);
}

/** The bytes of a float's bits as they stand in a constant instruction. */
export function bytesOfBits(type: Letter, { low, high }: Bits): number[] {
  const bytes: number[] = [];
  for (let shift = 0; shift < 32; shift += 8) bytes.push((low >> shift) & 0xff);
  if (digitsOf(type) === 8) return bytes;
  for (let shift = 0; shift < 32; shift += 8) bytes.push((high >> shift) & 0xff);
  return bytes;
}

const HEX = '0123456789abcdef';

export function textOfBits(type: Letter, { low, high }: Bits): string {
  let text = '0x';
  if (digitsOf(type) === 16) text += hex(high);
  return text + hex(low);
}

function hex(word: number): string {
  let text = '';
  for (let shift = 28; shift >= 0; shift -= 4) text += HEX.charAt((word >> shift) & 15);
  return text;
}

/** Whether bits are a NaN as an outcome wants it, of either sign. */
export function isNaNAs(outcome: Outcome, type: Letter, { low, high }: Bits): boolean {
  const top = (type === 'd' ? high : low) & 0x7fffffff;
  const canonical = type === 'd' ? 0x7ff80000 : 0x7fc00000;
  if (outcome !== Outcome.CanonicalNaN) return top >= canonical;
  return top === canonical && (type === 'f' || low === 0);
}
