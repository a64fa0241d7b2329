import { u32 } from './bytes.js';

const CODE = 10;
/** No locals, `unreachable`, `end`. */
const EMPTY = Uint8Array.of(0, 0, 0x0b);
/** Attempts on one module: each runs it in two engines. */
const ATTEMPTS = 4000;

function readU32(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** A module with its function bodies apart. */
interface Parts {
  readonly before: Uint8Array;
  readonly bodies: readonly Uint8Array[];
  readonly after: Uint8Array;
}

function split(bytes: Uint8Array): Parts | undefined {
  for (let at = 8; at < bytes.length;) {
    const [size, contents] = readU32(bytes, at + 1);
    if (bytes[at] !== CODE) {
      at = contents + size;
      continue;
    }
    const bodies: Uint8Array[] = [];
    let [count, next] = readU32(bytes, contents);
    for (; count > 0; count--) {
      const [length, start] = readU32(bytes, next);
      next = start + length;
      bodies.push(bytes.slice(start, next));
    }
    return { before: bytes.slice(0, at), bodies, after: bytes.slice(contents + size) };
  }
  return undefined;
}

function join({ before, bodies, after }: Parts): Uint8Array {
  const contents = [
    ...u32(bodies.length),
    ...bodies.flatMap((body) => [...u32(body.length), ...body]),
  ];
  return Uint8Array.from([...before, CODE, ...u32(contents.length), ...contents, ...after]);
}

/**
 * A smaller module on which the engines still differ: bodies become `unreachable`, then stretches of
 * the bodies that are left go, long ones first, while what remains is valid.
 * @param differs whether the engines differ on a module; what is invalid for both they agree on
 */
export function reduce(bytes: Uint8Array, differs: (module: Uint8Array) => boolean): Uint8Array {
  let parts = split(bytes);
  if (parts === undefined || !differs(join(parts))) return bytes;
  let attempts = 0;
  const attempt = (index: number, body: Uint8Array): boolean => {
    if (attempts++ > ATTEMPTS) return false;
    const next: Parts = { ...parts!, bodies: parts!.bodies.with(index, body) };
    if (!differs(join(next))) return false;
    parts = next;
    return true;
  };
  parts.bodies.forEach((_, index) => attempt(index, EMPTY));
  for (let index = 0; index < parts.bodies.length; index++) {
    for (let length = parts.bodies[index]!.length >> 1; length > 0;) {
      let shrunk = false;
      for (let at = 1; at + length < parts.bodies[index]!.length;) {
        const body = parts.bodies[index]!;
        const shorter = Uint8Array.from([...body.slice(0, at), ...body.slice(at + length)]);
        if (attempt(index, shorter)) shrunk = true;
        else at++;
      }
      if (!shrunk || length > 1) length >>= 1;
    }
  }
  return join(parts);
}
