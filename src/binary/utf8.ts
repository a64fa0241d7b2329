import { malformedUtf8 } from '../errors/compile-errors.js';

/**
 * Characters that are joined at a time: each is an argument on XS's stack (of 512 slots on boards),
 * and each join copies the text so far.
 */
const CHARACTERS = 32;

/**
 * Decodes UTF-8 strictly: no overlong form, no surrogate, nothing above U+10FFFF, nothing cut off.
 * Done here because XS has no global TextDecoder.
 * https://webassembly.github.io/spec/core/binary/values.html#names
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let codes: number[] = [];
  for (let at = start; at < end;) {
    const size = sequenceLength(bytes, at, end);
    if (size === 0) throw malformedUtf8(at);
    codes.push(codePoint(bytes, at, size));
    if (codes.length === CHARACTERS) {
      text += String.fromCodePoint(...codes);
      codes = [];
    }
    at += size;
  }
  return text + String.fromCodePoint(...codes);
}

/** Bytes of the character at `at`, 0 for a malformed one. RFC 3629, section 4. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (size > end - at) return 0;
  for (let k = 1; k < size; k++) if ((bytes[at + k]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return size;
}

/** The character of a well-formed sequence. */
function codePoint(bytes: Uint8Array, at: number, size: number): number {
  const first = bytes[at]!;
  if (size === 1) return first;
  let code = first & (0x7f >> size);
  for (let k = 1; k < size; k++) code = (code << 6) | (bytes[at + k]! & 0x3f);
  return code;
}
