/**
 * Sizes that XS allocates, as against sizes that somebody asked for: a chunk's are rounded up to the
 * host's alignment. The type keeps both apart, as Wasmtime's of this name does for pages; it costs
 * nothing when a program runs.
 */
declare const aligned: unique symbol;

/** A number of bytes that is rounded up to the host's alignment, from 0 to {@link MAX_ALIGNED}. */
export type HostAlignedByteCount = number & { readonly [aligned]: true };

/** What chunks are rounded up to where pointers have 32 bits: `sizeof(size_t)`, xsMemory.c. */
export const HOST_ALIGNMENT = 4;

/** The largest count: sizes are `txSize`, an int32 (xsCommon.h). */
export const MAX_ALIGNED: HostAlignedByteCount = 0x7fff_fff8 as HostAlignedByteCount;

/** @throws RangeError when it is no count of bytes, or too large for XS */
function checked(bytes: number): HostAlignedByteCount {
  if (!(bytes >= 0 && bytes <= MAX_ALIGNED)) {
    throw new RangeError(`${bytes} bytes are not a size that XS can allocate`);
  }
  return bytes as HostAlignedByteCount;
}

/**
 * The count for so many logical bytes.
 * @param alignment a power of two: 4 on boards, 8 where pointers have 64 bits
 * @throws RangeError when XS has no such size
 */
export function roundedUp(bytes: number, alignment: number = HOST_ALIGNMENT): HostAlignedByteCount {
  return checked(bytes < 0 ? bytes : Math.ceil(bytes / alignment) * alignment);
}

/** @throws RangeError when it is too large for XS */
export function alignedSum(a: HostAlignedByteCount, b: HostAlignedByteCount): HostAlignedByteCount {
  return checked(a + b);
}

/** @throws RangeError when it is too large for XS, or the number of times no integer from 0 on */
export function alignedProduct(size: HostAlignedByteCount, times: number): HostAlignedByteCount {
  return checked(Number.isInteger(times) ? size * times : NaN);
}

/** @throws RangeError when `b` is the larger one */
export function alignedDifference(
  a: HostAlignedByteCount,
  b: HostAlignedByteCount,
): HostAlignedByteCount {
  return checked(a - b);
}
