import { readSections, readU32, writeSections, writeU32 } from './sections.js';

const MEMORY_SECTION = 5;
const HAS_MAXIMUM = 1;
const HAS_PAGE_SIZE = 8;

/**
 * Declares the only memory of a module anew: `sizeBytes` 1-byte pages, minimum and maximum alike.
 *
 * Compilers that know 64 KiB pages alone (asc) leave no other way to a small memory. It is right
 * only where the program never looks at its memory's size and keeps everything it uses below
 * `sizeBytes`: no heap, no shadow stack, static data only. The caller answers for the latter; that
 * no `memory.size` and no `memory.grow` occurs is checked here, in the module's printed text.
 *
 * @param {Uint8Array} bytes a module with one memory of 64 KiB pages, or none
 * @param {number} sizeBytes
 * @param {string} text the same module as WebAssembly text
 */
export function declareOneBytePages(bytes, sizeBytes, text) {
  if (/memory\.(size|grow)/.test(text))
    throw new Error('the program asks for its memory size, so its pages cannot be redeclared');
  const sections = readSections(bytes).map((section) =>
    section.id === MEMORY_SECTION ? { id: MEMORY_SECTION, payload: limits(section) } : section,
  );
  return writeSections(sections);

  function limits({ payload }) {
    const count = readU32(payload, 0).value;
    const flags = payload[1];
    if (count !== 1 || (flags & ~HAS_MAXIMUM) !== 0)
      throw new Error('expected one memory of 64 KiB pages');
    const size = writeU32(sizeBytes);
    return Uint8Array.from([1, HAS_PAGE_SIZE | HAS_MAXIMUM, ...size, ...size, 0]);
  }
}
