/**
 * Structures and arrays: objects whose prototype is their type. The fields of a structure are the
 * properties `a0`, `a1`, …, the high half of an i64 `b0`, …; those from MOST_PROPERTIES on are in an
 * array in pairs, so that the names which XS keeps stay few. On XS a property takes 16 bytes.
 */
import type { DefinedType } from '../function-references/defined-type.js';

export const MOST_PROPERTIES = 32;

const names = (letter: string): readonly string[] =>
  Object.freeze(Array.from({ length: MOST_PROPERTIES }, (_, i) => `${letter}${i}`));

const LOW = names('a');
const HIGH = names('b');

export interface Structure {
  /** What it was made with: see room.ts. */
  batch?: object;
  [name: string]: any;
  more?: any[];
}

/** An array; numbers are in a typed array, an i64 as two int32, an f32 as its bits. */
export interface ArrayObject {
  /** What it was made with: see room.ts. */
  batch?: object;
  data: any[];
}

export function lowOf(object: Structure, field: number): unknown {
  return field < MOST_PROPERTIES
    ? object[LOW[field]!]
    : object.more![2 * (field - MOST_PROPERTIES)];
}

export function highOf(object: Structure, field: number): unknown {
  return field < MOST_PROPERTIES
    ? object[HIGH[field]!]
    : object.more![2 * (field - MOST_PROPERTIES) + 1];
}

export function setLow(object: Structure, field: number, value: unknown): void {
  if (field < MOST_PROPERTIES) object[LOW[field]!] = value;
  else object.more![2 * (field - MOST_PROPERTIES)] = value;
}

export function setHigh(object: Structure, field: number, value: unknown): void {
  if (field < MOST_PROPERTIES) object[HIGH[field]!] = value;
  else object.more![2 * (field - MOST_PROPERTIES) + 1] = value;
}

/** The type of a structure or an array. */
export function typeOf(object: object): DefinedType {
  return Object.getPrototypeOf(object) as DefinedType;
}
