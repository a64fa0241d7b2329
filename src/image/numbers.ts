/** Numbers and lists in the binary format; only where images are made. */

/** The largest number that the binary format has; doubles round it to 2^64. */
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** LEB128 of an unsigned number. */
export function number(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  if (rest > MAX_U64) rest = MAX_U64;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

export function list<T>(items: readonly T[], write: (item: T) => number[]): number[] {
  return [...number(items.length), ...items.flatMap(write)];
}
