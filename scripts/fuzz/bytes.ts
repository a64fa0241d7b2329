/** Writes the binary format. https://webassembly.github.io/spec/core/binary/ */
export type Bytes = readonly number[];

export function u32(value: number): number[] {
  const bytes: number[] = [];
  do {
    const more = value >= 0x80;
    bytes.push((value % 0x80) | (more ? 0x80 : 0));
    value = Math.floor(value / 0x80);
  } while (value > 0);
  return bytes;
}

export function s64(value: bigint): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    const last = (value === 0n && low < 0x40) || (value === -1n && low >= 0x40);
    bytes.push(last ? low : low | 0x80);
    if (last) return bytes;
  }
}

export function s32(value: number): number[] {
  return s64(BigInt(value | 0));
}

export function f32(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

export function f64(value: number): number[] {
  return [...new Uint8Array(Float64Array.of(value).buffer)];
}

export function name(text: string): number[] {
  return [...u32(text.length), ...Buffer.from(text)];
}

export function vector(items: readonly Bytes[]): number[] {
  return [...u32(items.length), ...items.flat()];
}

/** A section; none when it has no items. */
export function section(id: number, items: readonly Bytes[]): number[] {
  if (items.length === 0) return [];
  const contents = vector(items);
  return [id, ...u32(contents.length), ...contents];
}

export const HEADER: Bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
