const THOUSANDS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A number of bytes with its thousands apart: `131,072`. */
export function bytes(count: number): string {
  return THOUSANDS.format(count);
}
