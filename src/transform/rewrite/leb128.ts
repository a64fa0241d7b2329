/** Integers in the variable-length form of the binary format. */

/** https://webassembly.github.io/spec/core/binary/values.html#integers */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** @param value −2^63 to 2^63 − 1 */
export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = rest === ((byte & 0x40) !== 0 ? -1n : 0n);
    bytes.push(isLast ? byte : byte | 0x80);
    if (isLast) return bytes;
  }
}
