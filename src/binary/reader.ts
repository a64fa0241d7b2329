import {
  featureNotEnabled,
  featureNotImported,
  integerRepresentationTooLong,
  integerTooLarge,
  lengthOutOfBounds,
  tooMany,
  unexpectedEnd,
} from '../errors/compile-errors.js';
import { type Feature, notImported } from '../opcodes/feature.js';
import type { FunctionType } from '../types/function-type.js';
import { decodeUtf8 } from './utf8.js';

const NO_TYPES: readonly FunctionType[] = Object.freeze([]);

/**
 * Reads the values of the binary format, one after the other, from bytes that it never copies (on a
 * board they lie in flash). What is not well-formed throws a CompileError.
 * https://webassembly.github.io/spec/core/binary/values.html
 */
export class Reader {
  /** Where the bytes end. */
  readonly end: number;
  /** The high half of the last 64-bit value, a signed integer. */
  high = 0;
  /** Bits of the features that were required so far. */
  used = 0;
  /** The module's types, as far as they are known, for references to what has one of them. */
  types: readonly FunctionType[] = NO_TYPES;

  /**
   * @param position of the next byte to read
   * @param features bits of `Feature` that may occur; all, for bytes that are known to be valid
   */
  constructor(
    readonly bytes: Uint8Array,
    public position = 0,
    readonly features = -1,
  ) {
    this.end = bytes.length;
  }

  u8(): number {
    if (this.position >= this.end) throw unexpectedEnd(this.end);
    return this.bytes[this.position++]!;
  }

  /** https://webassembly.github.io/spec/core/binary/values.html#integers */
  u32(): number {
    let byte = this.u8();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    byte = this.u8();
    if ((byte & 0x7f) > 0x0f) throw integerTooLarge(this.position - 1);
    if (byte >= 0x80) throw integerRepresentationTooLong(this.position);
    return (value | (byte << 28)) >>> 0;
  }

  s32(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (byte & 0x40) !== 0 ? value | (-128 << shift) : value;
    }
    const byte = this.u8();
    const unused = byte & 0x78;
    if (unused !== 0 && unused !== 0x78) throw integerTooLarge(this.position - 1);
    if (byte >= 0x80) throw integerRepresentationTooLong(this.position);
    return value | (byte << 28);
  }

  /** A block type: −64 to −1 for the type codes of one byte, otherwise an index. */
  s33(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (byte & 0x40) !== 0 ? value | (-128 << shift) : value;
    }
    const byte = this.u8();
    const unused = byte & 0x70;
    if (unused !== 0 && unused !== 0x70) throw integerTooLarge(this.position - 1);
    if (byte >= 0x80) throw integerRepresentationTooLong(this.position);
    const low = (value | (byte << 28)) >>> 0;
    return unused === 0 ? low : low - 4294967296;
  }

  /** An unsigned 64-bit integer: returns the low half, signed, and leaves the high in `high`. */
  u64(): number {
    return this.long(0x7e, 0);
  }

  /** A signed 64-bit integer: returns the low half, signed, and leaves the high in `high`. */
  s64(): number {
    return this.long(0x7f, 0x7f);
  }

  /**
   * Ten bytes at most hold 64 bits. The tenth has one bit of the value; the others of `mask` must
   * all be 0 or, in a negative number, all as in `negative`.
   */
  private long(mask: number, negative: number): number {
    let low = 0;
    let high = 0;
    let shift = 0;
    for (; shift < 63; shift += 7) {
      const byte = this.u8();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift > 28) high |= bits << (shift - 32);
      else {
        low |= bits << 28;
        high = bits >> 4;
      }
      if (byte < 0x80) {
        if (negative !== 0 && (byte & 0x40) !== 0) {
          if (shift < 28) {
            low |= -128 << shift;
            high = -1;
          } else high |= shift === 28 ? -8 : -128 << (shift - 32);
        }
        this.high = high;
        return low;
      }
    }
    const byte = this.u8();
    const unused = byte & mask;
    if (unused !== 0 && (negative === 0 || unused !== negative)) {
      throw integerTooLarge(this.position - 1);
    }
    if (byte >= 0x80) throw integerRepresentationTooLong(this.position);
    this.high = high | (byte << 31);
    return low;
  }

  /** A type code: a signed integer of 7 bits, returned as its byte. */
  s7(): number {
    const byte = this.u8();
    if (byte >= 0x80) throw integerRepresentationTooLong(this.position - 1);
    return byte;
  }

  /** Four bytes, little-endian: the bits of an f32, as a signed integer. */
  bits32(): number {
    const { bytes, position } = this;
    if (position + 4 > this.end) throw unexpectedEnd(this.end);
    this.position = position + 4;
    return (
      bytes[position]! |
      (bytes[position + 1]! << 8) |
      (bytes[position + 2]! << 16) |
      (bytes[position + 3]! << 24)
    );
  }

  /** Eight bytes: the bits of an f64. Returns the low half and leaves the high in `high`. */
  bits64(): number {
    const low = this.bits32();
    this.high = this.bits32();
    return low;
  }

  /** The byte length of a section, a function body or a name, which must be there. */
  length(): number {
    const start = this.position;
    const length = this.u32();
    if (length > this.end - this.position) throw lengthOutOfBounds(start);
    return length;
  }

  /**
   * The length of a vector. Each element takes a byte or more, so that a count above the bytes that
   * are left is refused before anything is made for it.
   * https://webassembly.github.io/spec/core/binary/conventions.html#lists
   * @param what the elements, for the message
   */
  count(maximum: number, what: string): number {
    const start = this.position;
    const count = this.u32();
    if (count > this.end - this.position) throw unexpectedEnd(this.end);
    if (count > maximum) throw tooMany(what, start);
    return count;
  }

  /** https://webassembly.github.io/spec/core/binary/values.html#names */
  name(): string {
    const length = this.length();
    const start = this.position;
    this.position += length;
    return decodeUtf8(this.bytes, start, this.position);
  }

  /** Passes over bytes that must be there. */
  skip(sizeBytes: number): void {
    if (sizeBytes > this.end - this.position) throw unexpectedEnd(this.end);
    this.position += sizeBytes;
  }

  /** @throws CompileError unless the module may use the feature; `offset` is where it does */
  require(feature: Feature, offset: number): void {
    if ((this.features & feature) === 0) throw featureNotEnabled(feature, offset);
    if (notImported(feature) !== 0) throw featureNotImported(feature, offset);
    this.used |= feature;
  }
}
