import { unexpectedEnd } from '../errors/compile-errors.js';
import { HEADER_BYTES } from './header.js';
import { Reader } from './reader.js';
import { SectionId } from './section-id.js';

/**
 * Reads a custom section's name, whose contents are the bytes from there to `end`.
 * https://webassembly.github.io/spec/core/binary/modules.html#custom-section
 */
export function readCustomName(reader: Reader, end: number): string {
  const name = reader.name();
  if (reader.position > end) throw unexpectedEnd(end);
  return name;
}

/**
 * The contents of the custom sections of a name, in order, as views of a valid module's bytes.
 * https://webassembly.github.io/spec/js-api/#dom-module-customsections
 */
export function customSections(bytes: Uint8Array, name: string): Uint8Array[] {
  const sections: Uint8Array[] = [];
  const reader = new Reader(bytes, HEADER_BYTES);
  while (reader.position < reader.end) {
    const id: SectionId = reader.u8();
    const size = reader.length();
    const end = reader.position + size;
    if (id === SectionId.Custom && readCustomName(reader, end) === name) {
      sections.push(bytes.subarray(reader.position, end));
    }
    reader.position = end;
  }
  return sections;
}
