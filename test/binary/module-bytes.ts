/** Writes small modules by hand: what the binary format has, and nothing that checks it. */
import { SectionId } from '../../src/binary/section-id.js';

type Bytes = readonly (number | Bytes)[];

function flat(bytes: Bytes): number[] {
  return (bytes as unknown[]).flat(Infinity) as number[];
}

/** LEB128 of an unsigned integer. */
export function u32(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 0x7f; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return [...bytes, value];
}

/** Bytes with their length before them. */
export function sized(...bytes: Bytes): number[] {
  const content = flat(bytes);
  return u32(content.length).concat(content);
}

/** A vector: the number of items before them. */
export function list(...items: Bytes): number[] {
  return u32(items.length).concat(flat(items));
}

export function name(text: string): number[] {
  return sized(...Buffer.from(text));
}

export function section(id: SectionId, ...content: Bytes): number[] {
  return [id].concat(sized(...content));
}

export function moduleOf(...sections: Bytes): Uint8Array {
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0].concat(flat(sections)));
}

export function functionType(params: number[], results: number[]): number[] {
  return [0x60, ...list(...params), ...list(...results)];
}

/** A function body: its declarations of locals, each a count and a type, and its instructions. */
export function body(locals: readonly [count: number, type: number][], ...code: Bytes): number[] {
  return sized(list(...locals.map(([count, type]) => [...u32(count), type])), code);
}

/** A module of one function of the type, with `prelude` between the function and code sections. */
export function functionModule(
  type: number[],
  code: Bytes,
  locals: readonly [count: number, type: number][] = [],
  prelude: Bytes = [],
): Uint8Array {
  return moduleOf(
    section(SectionId.Type, list(type)),
    section(SectionId.Function, list([0])),
    prelude,
    section(SectionId.Code, list(body(locals, code))),
  );
}
