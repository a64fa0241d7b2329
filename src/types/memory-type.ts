import type { Limits } from './limits.js';

/** The page size of memories that do not say otherwise: 64 KiB. */
export const DEFAULT_PAGE_SIZE_LOG2 = 16;

/**
 * The type of a linear memory. Build one with {@link MemoryType.builder}, or take it from a module.
 * https://webassembly.github.io/custom-page-sizes/
 */
export class MemoryType implements Limits {
  /** For decoders; nothing is checked here. */
  constructor(
    /** Pages at first. */
    readonly minimum: number,
    /** Pages at most; undefined when nothing was declared. */
    readonly maximum: number | undefined,
    /** The page size's exponent: 0 for pages of one byte, 16 for 64 KiB. */
    readonly pageSizeLog2: number = DEFAULT_PAGE_SIZE_LOG2,
    /** Whether addresses are 64-bit. */
    readonly is64: boolean = false,
  ) {}

  /** The page size in bytes. */
  get pageSize(): number {
    return 1 << this.pageSizeLog2;
  }
}
