import { u32 } from './bytes.js';

const CODE = 10;
const EXPORT = 7;

function readU32(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** A module with its exports and function bodies apart, each as its bytes. */
export interface Parts {
  readonly sections: readonly { readonly id: number; readonly contents: Uint8Array }[];
  readonly exports: readonly Uint8Array[];
  readonly bodies: readonly Uint8Array[];
}

/** Takes a valid module apart. */
export function split(bytes: Uint8Array): Parts {
  const sections: { id: number; contents: Uint8Array }[] = [];
  const exports: Uint8Array[] = [];
  const bodies: Uint8Array[] = [];
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at]!;
    const [size, start] = readU32(bytes, at + 1);
    at = start + size;
    const contents = bytes.slice(start, at);
    sections.push({ id, contents });
    if (id === EXPORT) {
      items(contents, exports, (from) => {
        const [length, name] = readU32(contents, from);
        return readU32(contents, name + length + 1)[1];
      });
    } else if (id === CODE) {
      items(contents, bodies, (from) => {
        const [length, next] = readU32(contents, from);
        return next + length;
      });
    }
  }
  return { sections, exports, bodies: bodies.map((body) => body.slice(readU32(body, 0)[1])) };
}

function items(contents: Uint8Array, into: Uint8Array[], endOf: (from: number) => number): void {
  let [count, at] = readU32(contents, 0);
  for (; count > 0; count--) {
    const end = endOf(at);
    into.push(contents.slice(at, end));
    at = end;
  }
}

/** Puts a module together. */
export function join({ sections, exports, bodies }: Parts): Uint8Array {
  const all: number[] = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  for (const { id, contents } of sections) {
    const bytes =
      id === EXPORT
        ? [...u32(exports.length), ...exports.flatMap((found) => [...found])]
        : id === CODE
          ? [...u32(bodies.length), ...bodies.flatMap((body) => [...u32(body.length), ...body])]
          : [...contents];
    all.push(id, ...u32(bytes.length), ...bytes);
  }
  return Uint8Array.from(all);
}
