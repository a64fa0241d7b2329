/** What the tests need to know of a module's bytes, read without wasmote's own decoder. */

const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 1;
const HAS_PAGE_SIZE = 8;
const PREAMBLE = [0, 97, 115, 109, 1, 0, 0, 0];
const PAGE_BYTES = 65536;

export interface MemoryShape {
  readonly minimum: number;
  readonly maximum: number | undefined;
  readonly pageSizeLog2: number;
}

export interface Section {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Offset behind the section's size. */
  readonly payload: number;
}

function readU32(bytes: Uint8Array, offset: number): [value: number, offset: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[offset++]!;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, offset];
  }
}

/** The sections of a module. @throws when the preamble or the sizes do not fit the file. */
export function sectionsOf(bytes: Uint8Array): Section[] {
  if (PREAMBLE.some((byte, i) => bytes[i] !== byte)) throw new Error('no WebAssembly preamble');
  const sections: Section[] = [];
  let start = PREAMBLE.length;
  while (start < bytes.length) {
    const [size, payload] = readU32(bytes, start + 1);
    sections.push({ id: bytes[start]!, start, payload, end: payload + size });
    start = payload + size;
  }
  if (start !== bytes.length) throw new Error('a section goes beyond the end');
  return sections;
}

/** The limits of the only memory that a module declares, or `undefined`. */
export function memoryOf(bytes: Uint8Array): MemoryShape | undefined {
  const section = sectionsOf(bytes).find(({ id }) => id === MEMORY_SECTION);
  if (!section || bytes[section.payload] === 0) return undefined;
  const flags = bytes[section.payload + 1]!;
  const [minimum, behind] = readU32(bytes, section.payload + 2);
  const [maximum, last] = flags & HAS_MAXIMUM ? readU32(bytes, behind) : [undefined, behind];
  return { minimum, maximum, pageSizeLog2: flags & HAS_PAGE_SIZE ? bytes[last]! : 16 };
}

/**
 * The module with its memory in 64 KiB pages, so that an engine without custom page sizes (Node's)
 * can run it and serve as a second opinion. Only accesses behind the small memory differ.
 */
export function widenMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const memory = memoryOf(bytes);
  if (!memory || memory.pageSizeLog2 === 16) return Uint8Array.from(bytes);
  const section = sectionsOf(bytes).find(({ id }) => id === MEMORY_SECTION)!;
  const pages = Math.ceil((memory.minimum << memory.pageSizeLog2) / PAGE_BYTES);
  return Uint8Array.from([
    ...bytes.subarray(0, section.start),
    ...[MEMORY_SECTION, 3, 1, 0, pages],
    ...bytes.subarray(section.end),
  ]);
}
