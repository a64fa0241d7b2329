/**
 * What the fuzzer compares. An engine is an object with `load`; a compiler or a board is added by
 * another such object in `main.ts`.
 */
import type { ValueTypeName } from '../../src/types/value-type.js';

/** A value as text, equal for equal values: numbers exactly, every NaN as `nan`. */
export type ValueText = string;

/** What can differ in wording between engines and not in kind. */
export type TrapKind =
  | 'unreachable'
  | 'memory'
  | 'table'
  | 'signature'
  | 'number'
  | 'exhausted'
  | 'fuel'
  | 'limited'
  | 'link'
  | 'host';

export type Outcome =
  | { readonly kind: 'results'; readonly values: readonly ValueText[] }
  | { readonly kind: 'trap'; readonly trap: TrapKind; readonly message: string };

/** An argument: bits of a number, or a reference. */
export type Argument = number | bigint | null | string;

export interface Signature {
  readonly name: string;
  readonly params: readonly ValueTypeName[];
  readonly results: readonly ValueTypeName[];
}

/** A module's instance in an engine. */
export interface Session {
  /** Undefined, or how instantiation failed; then nothing else may be asked. */
  readonly failure: Outcome | undefined;
  call(signature: Signature, args: readonly Argument[]): Outcome;
  /** The bytes of the exported memories, by name. */
  memory(): Map<string, Uint8Array>;
  /** The values of the exported globals, and the sizes of exported tables. */
  variables(): Map<string, ValueText>;
  /** What host functions were called with. */
  readonly log: readonly string[];
}

export interface Engine {
  readonly name: string;
  /** Undefined when the engine says that the module is invalid. */
  load(bytes: Uint8Array): Session | undefined;
  /** Whether a module that it calls invalid may be valid with what the engine does not know. */
  lacks(bytes: Uint8Array): boolean;
}

export function valueText(type: ValueTypeName, value: unknown): ValueText {
  switch (type) {
    case 'i32':
    case 'i64':
      return String(value);
    case 'f32':
    case 'f64':
      return Number.isNaN(value) ? 'nan' : Object.is(value, -0) ? '-0' : String(value);
    case 'funcref':
      return value === null ? 'null' : 'function';
    case 'externref':
      return value === undefined
        ? 'undefined'
        : value === null
          ? 'null'
          : `extern:${String(value)}`;
  }
}

/** What a call returned, whichever engine: nothing, a value or a list. */
export function resultsOf(types: readonly ValueTypeName[], value: unknown): Outcome {
  const values =
    types.length === 0 ? [] : types.length === 1 ? [value] : [...(value as Iterable<unknown>)];
  return { kind: 'results', values: types.map((type, i) => valueText(type, values[i])) };
}

/** What the host's functions answer: it depends on the arguments alone. */
export function hostAnswer(type: ValueTypeName, args: readonly ValueText[]): Argument {
  let hash = args.length;
  for (const character of args.join()) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  switch (type) {
    case 'i32':
      return hash;
    case 'i64':
      return BigInt(hash) * 0x100000003n;
    case 'f32':
    case 'f64':
      return (hash >> 8) / 4;
    case 'funcref':
      return null;
    case 'externref':
      return `host${hash & 7}`;
  }
}
