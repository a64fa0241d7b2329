/** References that are neither funcref nor externref, as text: types by their names in the text format. */
import type { ValueText } from './engine.js';

/** What a value of a type can be made of outside of a guest. */
export type Family = 'function' | 'host' | 'number' | 'guest';

export function isNullable(type: string): boolean {
  return !/^\(ref (?!null)/.test(type);
}

/** `guest`: only a guest makes such values, so that outside there is nothing but null. */
export function familyOf(type: string): Family {
  const heap = type.replace(/^\(ref (null )?|\)$|ref$/g, '');
  switch (heap) {
    case 'func':
      return 'function';
    case 'extern':
      return 'host';
    case 'any':
    case 'eq':
    case 'i31':
      return 'number';
    default:
      return 'guest';
  }
}

/** Of references to exceptions, which the JavaScript API lets neither in nor out. */
export function isException(type: string): boolean {
  return /^(null)?exnref$|^\(ref (null )?(no)?exn\)$/.test(type);
}

/** Whether there is any value of the type outside of a guest. */
export function canBeMade(type: string): boolean {
  return /^[if]\d+$/.test(type) || isNullable(type) || familyOf(type) !== 'guest';
}

const NUMBER = 'i31:';

/** @param functionName the name of a function: that under which the module exports it */
export function referenceText(value: unknown, functionName: (value: unknown) => string): ValueText {
  if (value === null) return 'null';
  if (typeof value === 'number') return NUMBER + value;
  if (typeof (value as { call?: unknown }).call === 'function') return functionName(value);
  // What a guest has made says nothing of itself outside.
  return typeof value === 'object' ? 'object' : String(value);
}

export function referenceOf(
  type: string,
  text: ValueText,
  functionOf: (name: string) => unknown,
): unknown {
  if (text === 'null') return null;
  if (text.startsWith(NUMBER)) return Number(text.slice(NUMBER.length));
  return familyOf(type) === 'function' ? functionOf(text) : text;
}

/** A value that depends on a number alone; undefined when there is none outside of a guest. */
export function referenceFor(
  type: string,
  hash: number,
  functions: readonly string[],
): ValueText | undefined {
  if (isNullable(type) && (hash & 3) === 0) return 'null';
  switch (familyOf(type)) {
    case 'function':
      return functions.length > 0 ? functions[(hash >>> 4) % functions.length] : undefined;
    case 'host':
      return `arg${(hash >>> 4) & 3}`;
    case 'number':
      return NUMBER + ((hash << 2) >> 2);
    case 'guest':
      return isNullable(type) ? 'null' : undefined;
  }
}
