import { HEADER_BYTES } from '../binary/header.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import type { ModuleCode } from './module.js';

/**
 * A reader at the contents of a section of a validated module; undefined where there is none.
 * Looking for it each time is cheaper than keeping where it is: sections are few, and instances are
 * made seldom.
 */
export function openSection(
  { bytes, types }: Pick<ModuleCode, 'bytes' | 'types'>,
  id: SectionId,
): Reader | undefined {
  const reader = new Reader(bytes, HEADER_BYTES);
  reader.types = types;
  while (reader.position < reader.end) {
    const found = reader.u8();
    const size = reader.length();
    if (found === id) return reader;
    reader.position += size;
  }
  return undefined;
}
