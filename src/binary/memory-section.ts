import { invalidCustomPageSize, memorySizeTooLarge } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { MAX_MEMORY_BYTES } from '../types/maximum.js';
import { DEFAULT_PAGE_SIZE_LOG2, MemoryType } from '../types/memory-type.js';
import { LimitsFlag, readLimits, readLimitsFlags } from './limits.js';
import type { Reader } from './reader.js';

/**
 * https://webassembly.github.io/spec/core/binary/types.html#memory-types, with the page size of
 * https://github.com/WebAssembly/custom-page-sizes/blob/main/proposals/custom-page-sizes/Overview.md
 */
export function readMemoryType(reader: Reader): MemoryType {
  const offset = reader.position;
  const custom = (reader.features & Feature.CustomPageSizes) !== 0 ? LimitsFlag.PageSize : 0;
  const flags = readLimitsFlags(reader, custom);
  const { minimum, maximum } = readLimits(reader, flags);
  const pageSizeLog2 =
    (flags & LimitsFlag.PageSize) !== 0 ? readPageSizeLog2(reader) : DEFAULT_PAGE_SIZE_LOG2;
  const is64 = (flags & LimitsFlag.Is64) !== 0;
  const maximumPages = maximumPagesOf(pageSizeLog2, is64);
  if (minimum > maximumPages || (maximum !== undefined && maximum > maximumPages)) {
    throw memorySizeTooLarge(maximumPages, offset);
  }
  return new MemoryType(minimum, maximum, pageSizeLog2, is64);
}

/** The proposal has pages of 1 and of 65536 bytes; others are ours, behind a feature. */
function readPageSizeLog2(reader: Reader): number {
  const offset = reader.position;
  reader.require(Feature.CustomPageSizes, offset);
  const log2 = reader.u32();
  if (log2 === 0 || log2 === DEFAULT_PAGE_SIZE_LOG2) return log2;
  if (log2 > DEFAULT_PAGE_SIZE_LOG2 || (reader.features & Feature.AnyPageSize) === 0) {
    throw invalidCustomPageSize(offset);
  }
  reader.require(Feature.AnyPageSize, offset);
  return log2;
}

/**
 * What a type may declare: 2^32 bytes, but no more pages than an address can count; 2^64 bytes where
 * addresses have 64 bits (as doubles hold numbers, 2^64 − 1 is the same as 2^64). (That memories of
 * 1-byte pages end one byte earlier, at MAX_BYTE_PAGES, is a matter of making them.)
 */
function maximumPagesOf(pageSizeLog2: number, is64: boolean): number {
  if (is64) return 2 ** (64 - pageSizeLog2);
  return pageSizeLog2 === 0 ? MAX_MEMORY_BYTES - 1 : MAX_MEMORY_BYTES / 2 ** pageSizeLog2;
}
