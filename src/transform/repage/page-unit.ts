/** Bytes of the pages that code counts which is repaged. */
export const PAGE = 65536;

/**
 * Code that counts memory in pages goes on counting, in pages of this many bytes: 16, to which
 * allocators align what they give, so that a heap that ends where the memory does stays aligned.
 */
export const UNIT_LOG2 = 4;

/** By how much a page of 64 KiB is larger, as a power of two. */
export const FINER_LOG2 = 16 - UNIT_LOG2;

/** Bytes of such a page. */
export const UNIT = 2 ** UNIT_LOG2;
