import type { MemoryType } from '../../types/memory-type.js';
import { FINER_LOG2, UNIT_LOG2 } from './page-unit.js';

/** What numbers of 64 KiB pages become. */
export interface PageScale {
  /** Pages that the memory has at first. */
  readonly declared: number;
  /** Of a memory's size that is a constant, in units. */
  size(pages: number): number;
  /** Of a growth that is a constant, in units. */
  growth(pages: number): number;
}

/** So many that no memory grows by them. */
const TOO_MANY_UNITS = 2 ** (32 - UNIT_LOG2);

/** The scale of a memory that begins with so many bytes. */
export function scaleFor(type: MemoryType, sizeBytes: number): PageScale {
  const units = sizeBytes >> UNIT_LOG2;
  const declared = Math.max(type.minimum, Math.ceil(sizeBytes / 65536));
  return {
    declared,
    size(pages) {
      if (pages > declared) return units + (pages - declared) * 2 ** FINER_LOG2;
      // Less than there is stays less, and in order.
      return pages === declared ? units : Math.min(pages, units - 1);
    },
    growth: (pages) => Math.min(pages * 2 ** FINER_LOG2, TOO_MANY_UNITS),
  };
}
