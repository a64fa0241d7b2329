import type { Limits } from './limits.js';
import { MAX_BYTE_PAGES, MAX_MEMORY_BYTES } from './maximum.js';

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

  /** Begins a type: no page at first, no maximum, 32-bit addresses, pages of 64 KiB. */
  static builder(): MemoryTypeBuilder {
    return new MemoryTypeBuilder();
  }
}

/**
 * Collects what a {@link MemoryType} is to be; `build` checks it. Names and checks are Wasmtime's.
 *
 * @example
 * MemoryType.builder().min(300).max(1024).pageSizeLog2(0).build(); // 300 to 1024 bytes
 */
export class MemoryTypeBuilder {
  #minimum = 0;
  #maximum: number | undefined = undefined;
  #is64 = false;
  #pageSizeLog2 = DEFAULT_PAGE_SIZE_LOG2;

  /** Pages at first; default: 0. */
  min(pages: number): this {
    this.#minimum = pages;
    return this;
  }

  /** Pages at most; default: undefined, no maximum of its own. */
  max(pages: number | undefined): this {
    this.#maximum = pages;
    return this;
  }

  /** Whether addresses are 64-bit; default: false. */
  memory64(on: boolean): this {
    this.#is64 = on;
    return this;
  }

  /**
   * The page size's exponent: 0 for pages of one byte, 16 for 64 KiB, the default. Those between
   * are for memories of modules whose engine has `Config.anyPageSize(true)`.
   */
  pageSizeLog2(exponent: number): this {
    this.#pageSizeLog2 = exponent;
    return this;
  }

  /**
   * @param anyPageSize whether exponents other than 0 and 16 are allowed
   * @throws RangeError when the parts contradict each other, or go beyond what addresses reach
   */
  build(anyPageSize = false): MemoryType {
    const minimum = this.#minimum;
    const maximum = this.#maximum;
    const log2 = this.#pageSizeLog2;
    checkPages('minimum', minimum);
    if (maximum !== undefined) checkPages('maximum', maximum);
    if (maximum !== undefined && maximum < minimum) {
      throw new RangeError(
        `maximum page size cannot be smaller than the minimum page size: ${maximum} < ${minimum}`,
      );
    }
    if (!isPageSize(log2, anyPageSize)) {
      throw new RangeError(
        anyPageSize
          ? `page size must be 2**0 to 2**16, but was given 2**${log2}`
          : `page size must be 2**16 or 2**0, but was given 2**${log2}; ` +
              `Config.anyPageSize(true) and build(true) allow the powers of two between`,
      );
    }
    const is64 = this.#is64;
    checkReach('minimum', minimum, log2, is64);
    if (maximum !== undefined) checkReach('maximum', maximum, log2, is64);
    return Object.freeze(new MemoryType(minimum, maximum, log2, is64));
  }
}

function isPageSize(log2: number, any: boolean): boolean {
  return log2 === 0 || log2 === 16 || (any && Number.isInteger(log2) && log2 > 0 && log2 < 16);
}

function checkPages(what: string, pages: number): void {
  if (!Number.isSafeInteger(pages) || pages < 0) {
    throw new RangeError(`${what} size must be an integer from 0 on, not ${pages}`);
  }
}

function checkReach(what: string, pages: number, log2: number, is64: boolean): void {
  const most = is64
    ? 2 ** 64
    : log2 === 0 && what === 'minimum'
      ? MAX_BYTE_PAGES
      : MAX_MEMORY_BYTES;
  if (pages * 2 ** log2 > most) {
    throw new RangeError(
      `${what} size is too large for this memory type's index type: ${pages} pages of ` +
        `${2 ** log2} bytes, where ${Math.floor(most / 2 ** log2)} are possible`,
    );
  }
}
