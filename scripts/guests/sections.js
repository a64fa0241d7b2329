/**
 * Cuts a WebAssembly module into its sections and puts them together again, so that the build can
 * change one section and leave the others byte for byte as the toolchain made them.
 */

const PREAMBLE_BYTES = 8;

/** Reads an unsigned LEB128 number; gives the value and the offset behind it. */
export function readU32(bytes, offset) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[offset++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, offset };
  }
}

/** Writes an unsigned LEB128 number. */
export function writeU32(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

/** The sections of a module, in order: `{ id, payload }`. */
export function readSections(bytes) {
  const sections = [];
  for (let offset = PREAMBLE_BYTES; offset < bytes.length;) {
    const id = bytes[offset];
    const size = readU32(bytes, offset + 1);
    offset = size.offset + size.value;
    sections.push({ id, payload: bytes.subarray(size.offset, offset) });
  }
  return sections;
}

/** A module made of sections, with the preamble of version 1. */
export function writeSections(sections) {
  const parts = [Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)];
  for (const { id, payload } of sections)
    parts.push(Uint8Array.from([id, ...writeU32(payload.length)]), payload);
  return new Uint8Array(Buffer.concat(parts));
}

/** The module without custom sections: names, producers and target features cost flash. */
export function stripCustomSections(bytes) {
  return writeSections(readSections(bytes).filter(({ id }) => id !== 0));
}
