/**
 * What the fuzzer compares: an engine is an object with `load`. What is here, and whatever runs a
 * plan (`play.ts`, `host.ts`, `wasmote-engine.ts`), runs in XS too and knows nothing of Node.
 */
import type { ValueTypeName } from '../../src/types/value-type.js';
import { floatOf, floatText } from './float.js';
import { referenceOf, referenceText } from './reference-text.js';
import type { Plan } from './plan.js';

/**
 * A value as text, equal for equal values: numbers exactly (`float.ts`), functions by their name, an
 * externref, which is a string of the fuzzer's own, as it is.
 */
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
  | 'reference'
  | 'exception'
  | 'host';

/** How a call, or instantiation, ended that did not return. */
export interface Trap {
  readonly kind: TrapKind;
  /** More exactly, for engines of ours; empty in Node's. */
  readonly detail: string;
}

export interface Signature {
  readonly name: string;
  readonly params: readonly ValueTypeName[];
  readonly results: readonly ValueTypeName[];
}

/** A module's instance in an engine; all it says is text, so that it can be compared. */
export interface Session {
  /** Undefined, or how instantiation failed; then nothing else may be asked. */
  readonly failure: Trap | undefined;
  /** What host functions did since they were last asked. */
  takeLog(): string[];
  call(signature: Signature, args: readonly ValueText[], fuel: number): readonly ValueText[] | Trap;
  /** What is left of the fuel; undefined where none is counted. */
  fuel(): number | undefined;
  /** The exported memories, by name. */
  memories(): [name: string, bytes: Uint8Array][];
  /** The values of the exported globals and tables, by name. */
  variables(): [name: string, value: ValueText][];
}

export interface Engine {
  readonly name: string;
  /** Undefined when the engine says that the module is invalid. */
  load(bytes: Uint8Array, plan: Plan): Session | undefined;
}

export function isTrap(outcome: readonly ValueText[] | Trap): outcome is Trap {
  return 'kind' in outcome;
}

/** @param functionName the name of a function: that under which the module exports it */
export function valueText(
  type: ValueTypeName,
  value: unknown,
  functionName: (value: unknown) => string,
): ValueText {
  switch (type) {
    case 'f32':
    case 'f64':
      return floatText(value as number);
    case 'funcref':
      return value === null ? 'null' : functionName(value);
    case 'i32':
    case 'i64':
      return String(value);
    case 'externref':
      return typeof value === 'number' ? String(value) : referenceText(value, functionName);
    default:
      return referenceText(value, functionName);
  }
}

/** The value of a text. @param functionOf the exported function of a name */
export function valueOf(
  type: ValueTypeName,
  text: ValueText,
  functionOf: (name: string) => unknown,
): unknown {
  switch (type) {
    case 'i32':
      return Number(text);
    case 'f32':
    case 'f64':
      return floatOf(text);
    case 'i64':
      return BigInt(text);
    case 'funcref':
      return text === 'null' ? null : functionOf(text);
    case 'externref':
      return text === 'null' ? null : text;
    default:
      return referenceOf(type, text, functionOf);
  }
}

/** What a call returned, whichever engine, as a list: nothing, a value or several. */
export function resultList(types: readonly ValueTypeName[], value: unknown): unknown[] {
  if (types.length === 0) return [];
  return types.length === 1 ? [value] : [...(value as Iterable<unknown>)];
}
