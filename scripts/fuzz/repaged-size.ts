/** A memory that had pages of 64 KiB and has pages of one byte. */
export interface RepagedSize {
  /** Of 64 KiB, at first. */
  readonly pages: number;
  /** That it begins with; with so many it stands for all its pages. */
  readonly bytes: number;
}

/**
 * The pages that a repaged memory stands for: it grows by whole ones, be it from what it begins with or
 * to all that it stands for. Undefined where it has grown otherwise.
 */
export function wholePages(
  bytes: number,
  { pages, bytes: begin }: RepagedSize,
): number | undefined {
  const grown = (bytes - begin) / 65536;
  if (Number.isInteger(grown)) return pages + grown;
  return bytes % 65536 === 0 ? bytes / 65536 : undefined;
}
