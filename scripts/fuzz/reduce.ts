import { join, split, type Parts } from './sections.js';

/** Whether engines still differ on something smaller. */
export type Differs<T> = (candidate: T) => Promise<boolean>;

/** When to stop: modules that are slow to run are not reduced to the end. */
export interface Limits {
  readonly attempts: number;
  readonly milliseconds: number;
}

/** No locals, `unreachable`, `end`. */
const EMPTY = Uint8Array.of(0, 0, 0x0b);

/** What may stand where something was: nothing, or a constant of a type. */
const CONSTANTS = [
  [],
  [0x41, 0],
  [0x42, 0],
  [0x43, 0, 0, 0, 0],
  [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
  [0xd0, 0x70],
  [0x1a],
];

/**
 * A smaller valid module on which the engines still differ: exports go, bodies become `unreachable`,
 * then stretches of the bodies that are left go, long ones first.
 * @param differs whether a module is valid and the engines differ on it
 */
export async function reduceModule(
  bytes: Uint8Array,
  differs: Differs<Uint8Array>,
  limits: Limits,
): Promise<Uint8Array> {
  let parts = split(bytes);
  if (!(await differs(join(parts)))) return bytes;
  const end = Date.now() + limits.milliseconds;
  let attempts = 0;
  const attempt = async (next: Parts): Promise<boolean> => {
    if (attempts++ >= limits.attempts || Date.now() > end) return false;
    if (!(await differs(join(next)))) return false;
    parts = next;
    return true;
  };
  const attemptBody = (index: number, body: Uint8Array): Promise<boolean> =>
    attempt({ ...parts, bodies: parts.bodies.with(index, body) });

  for (let index = parts.exports.length - 1; index >= 0; index--) {
    await attempt({ ...parts, exports: parts.exports.filter((_, i) => i !== index) });
  }
  for (let index = 0; index < parts.bodies.length; index++) await attemptBody(index, EMPTY);
  const shorten = async (index: number, length: number): Promise<boolean> => {
    let shrunk = false;
    for (let at = 1; at + length < parts.bodies[index]!.length;) {
      const body = parts.bodies[index]!;
      let done = false;
      for (const instead of CONSTANTS) {
        if (done || instead.length >= length) break;
        const shorter = [...body.slice(0, at), ...instead, ...body.slice(at + length)];
        done = await attemptBody(index, Uint8Array.from(shorter));
      }
      if (done) shrunk = true;
      else at++;
    }
    return shrunk;
  };
  for (let index = 0; index < parts.bodies.length; index++) {
    for (let length = parts.bodies[index]!.length >> 1; length > 0;) {
      const shrunk = await shorten(index, length);
      if (attempts >= limits.attempts || Date.now() > end) return join(parts);
      // Short stretches again, for what went may have held others in their place.
      if (!shrunk || length > 12) length = length > 12 ? length >> 1 : length - 1;
    }
  }
  return join(parts);
}

/** A shorter list on which the engines still differ: long stretches of it go first, then single items. */
export async function reduceList<T>(
  list: readonly T[],
  differs: Differs<readonly T[]>,
): Promise<readonly T[]> {
  for (let length = list.length >> 1; length > 0;) {
    let shrunk = false;
    for (let at = 0; at < list.length;) {
      const shorter = [...list.slice(0, at), ...list.slice(at + length)];
      if (shorter.length < list.length && (await differs(shorter))) {
        list = shorter;
        shrunk = true;
      } else at += length;
    }
    if (!shrunk || length > 1) length >>= 1;
  }
  return list;
}
