/** https://webassembly.github.io/spec/core/valid/matching.html */
import type { FunctionType } from './function-type.js';
import { hooks } from '../hooks.js';
import type { ValueType } from './value-type.js';

/** What the code of a type of references is above that of the same type without null. */
export const NON_NULL = 0x40;

/** Whether each value of the first type is one of the second. */
export function isSubtype(found: ValueType, expected: ValueType): boolean {
  return (
    found === expected ||
    (found as number) + NON_NULL === (expected as number) ||
    hooks.isSubtype?.(found, expected) === true
  );
}

/** Whether types have as many values, and each of the first can stand for that of the second. */
export function areSubtypes(found: readonly ValueType[], expected: readonly ValueType[]): boolean {
  if (found.length !== expected.length) return false;
  for (let i = 0; i < found.length; i++) if (!isSubtype(found[i]!, expected[i]!)) return false;
  return true;
}

/** Whether a function of a type may be given where another type is declared. */
export function isFunctionSubtype(found: FunctionType, expected: FunctionType): boolean {
  return found.equals(expected) || hooks.isFunctionSubtype?.(found, expected) === true;
}
