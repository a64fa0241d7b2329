import { readSections, writeSections } from '../../scripts/guests/sections.js';

const MEMORY_SECTION = 5;

/**
 * A module with one page of 64 KiB as its memory, if it has one. What it computes is the same as long
 * as it stays within the memory that it declared.
 */
export function widenMemory(bytes: Uint8Array): Uint8Array {
  return writeSections(
    readSections(bytes).map((section) =>
      section.id === MEMORY_SECTION
        ? { id: MEMORY_SECTION, payload: Uint8Array.of(1, 0, 1) }
        : section,
    ),
  );
}
