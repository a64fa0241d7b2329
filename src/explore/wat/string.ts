/** What an identifier is made of. https://webassembly.github.io/spec/core/text/values.html#text-id */
const IDENTIFIER = /^[\w!#$%&'*+\-./:<=>?@\\^`|~]+$/;

/** Characters that a terminal or a reader would not take as what they are: control, direction. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A byte as strings escape it. */
export function escapedByte(byte: number): string {
  return `\\${byte.toString(16).padStart(2, '0')}`;
}

/**
 * A string of the text format, quoted. What does not show, or might move the cursor, is escaped.
 * https://webassembly.github.io/spec/core/text/values.html#strings
 */
export function stringText(text: string): string {
  return `"${visible(text.replace(/["\\]/g, '\\$&'))}"`;
}

/** A text in which everything shows, for where it stands without quotes. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    Array.from(new TextEncoder().encode(character), escapedByte).join(''),
  );
}

/** Bytes as a string of the text format. */
export function bytesText(bytes: Uint8Array): string {
  let quoted = '';
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    quoted += plain ? String.fromCharCode(byte) : escapedByte(byte);
  }
  return `"${quoted}"`;
}

/** A name as an identifier: `$name`, or `$"any name"`. */
export function identifier(name: string): string {
  return IDENTIFIER.test(name) ? `$${name}` : `$${stringText(name)}`;
}

/** A comment, which nothing in it can end. */
export function comment(text: string): string {
  return `(; ${text.replace(/\(;|;\)/g, (mark) => `${mark[0]} ${mark[1]}`)} ;)`;
}
