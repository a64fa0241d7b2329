/**
 * The model of XS's allocator: what objects take of its two heaps, slots and chunks. Names of files
 * are those of XS's sources (13.3); test/budget/allocator.test.ts measures every number on XS.
 */
import { XS_SLOT_BYTES } from './claims.js';
import { alignedSum, type HostAlignedByteCount, roundedUp } from './host-aligned-byte-count.js';

/** What slots and chunks weigh, in bytes. */
export interface HeapLayout {
  /** `sizeof(txSlot)` (xsAll.h). */
  readonly slotBytes: number;
  /** `sizeof(txChunk)` (xsAll.h): size and address, before each chunk's contents. */
  readonly chunkHeaderBytes: number;
  /** What chunks' contents are rounded up to: `sizeof(size_t)` (`fxAdjustChunkSize`, xsMemory.c). */
  readonly alignmentBytes: number;
  /** `sizeof(txBlock)` (xsAll.h), before each block of chunks. */
  readonly blockHeaderBytes: number;
}

/** Where pointers have 32 bits, as on every board. */
export const BOARD_HEAP: HeapLayout = Object.freeze({
  slotBytes: XS_SLOT_BYTES,
  chunkHeaderBytes: 8,
  alignmentBytes: 4,
  blockHeaderBytes: 16,
});

/** Where they have 64. */
export const DESKTOP_HEAP: HeapLayout = Object.freeze({
  slotBytes: 32,
  chunkHeaderBytes: 16,
  alignmentBytes: 8,
  blockHeaderBytes: 32,
});

/* eslint-disable @typescript-eslint/no-duplicate-enum-values -- different things take as much */
/** Slots that things take; a board's slot has 16 bytes. */
export const enum Slots {
  /** `fxNewObjectInstance`: the instance, to which properties are added. */
  Object = 1,
  /** A property of any kind, xsProperty.c; an element of an array, in its chunk. */
  Property = 1,
  /** `fxNewArrayInstance`, xsArray.c: instance and array; the elements are a chunk. */
  Array = 2,
  /** `fxNewArrayBufferInstance`, xsDataView.c: instance, buffer, length; the bytes are a chunk. */
  ArrayBuffer = 3,
  /** `fxNewDataViewInstance`, xsDataView.c: instance, view, buffer. */
  DataView = 3,
  /** `fxNewTypedArrayInstance`, xsDataView.c: instance, type, view, buffer. */
  TypedArray = 4,
  /** `fxNewMapInstance`, xsMapSet.c: instance, table, list, size; the table is a chunk. */
  Map = 4,
  /** `fxSetEntry`, xsMapSet.c: key, value and the table's entry. */
  MapEntry = 3,
  /** `fxDefinePrivateProperty`, xsProperty.c: for an object's first `#field` of a class. */
  PrivateFields = 1,
  /** An arrow function that uses no variable from around it: instance, code, home object. */
  Arrow = 3,
  /** `fxNewFunctionInstance`, xsFunction.c, with its `prototype`. */
  Function = 6,
  /** The environment of a closure that uses variables: object, and what is captured. */
  Environment = 2,
}

/* eslint-enable @typescript-eslint/no-duplicate-enum-values */

/**
 * A chunk for so many bytes, header and rounding included.
 * @throws RangeError when it is too large for XS
 */
export function chunkOf(bytes: number, heap: HeapLayout = BOARD_HEAP): HostAlignedByteCount {
  const { alignmentBytes, chunkHeaderBytes } = heap;
  return alignedSum(roundedUp(bytes, alignmentBytes), roundedUp(chunkHeaderBytes, alignmentBytes));
}

/**
 * The chunk of an array's elements: an array keeps only those that were set, and none has no chunk
 * (`fxSetIndexProperty`, `fxSetIndexSize`; xsProperty.c).
 */
export function elementsChunk(count: number, heap: HeapLayout = BOARD_HEAP): HostAlignedByteCount {
  return count === 0 ? roundedUp(0) : chunkOf(count * heap.slotBytes, heap);
}

/**
 * What the chunk of an array takes until the next collection, when an array outgrows its place one
 * element after the other: a third more than it needs (`fxSizeToCapacity`, xsProperty.c).
 */
export function grownElementsChunk(
  count: number,
  heap: HeapLayout = BOARD_HEAP,
): HostAlignedByteCount {
  const bytes = count * heap.slotBytes;
  return chunkOf(bytes + Math.floor(bytes / 3), heap);
}

/** The chunk of a Map's table: a pointer for each place, doubled when three in four are taken. */
export function mapChunk(entries: number, heap: HeapLayout = BOARD_HEAP): HostAlignedByteCount {
  let length = 1;
  while ((length >> 1) + (length >> 2) < entries) length *= 2;
  return chunkOf(length * heap.alignmentBytes, heap);
}

/**
 * The chunk of a string of so many bytes of UTF-8, which a NUL ends; a NUL in it takes two bytes
 * (`fxUTF8Encode`, xsCommon.c).
 */
export function stringChunk(bytes: number, heap: HeapLayout = BOARD_HEAP): HostAlignedByteCount {
  return chunkOf(bytes + 1, heap);
}

/**
 * Bytes of chunks that must be free for a buffer to become one of `bytes` by `transfer`: XS makes a
 * new chunk and copies, wherever the old one lies, so both are there at once
 * (`fx_ArrayBuffer_prototype_transfer`, xsDataView.c). A collection itself needs nothing: it moves
 * chunks down over what was free (`fxSweep`, xsMemory.c).
 */
export function transferChunk(bytes: number, heap: HeapLayout = BOARD_HEAP): HostAlignedByteCount {
  return chunkOf(bytes, heap);
}
