/** What extensions know of types that the first version of references has not. */
import type { FunctionType } from './function-type.js';
import type { ValueType } from './value-type.js';

export interface TypeRules {
  /** Of two different types, whether each value of the first is one of the second. */
  isSubtype(found: ValueType, expected: ValueType): boolean;
  /** Of two types that are not equal. */
  isFunctionSubtype(found: FunctionType, expected: FunctionType): boolean;
  /** The type of references to functions of a type, null not among them. */
  referenceTo(type: FunctionType): ValueType;
  /** In the text format. */
  nameOf(type: ValueType): string;
}

let rules: TypeRules | undefined;

/** Called by an extension when it is imported. */
export function registerTypeRules(added: TypeRules): void {
  rules = added;
}

export function typeRules(): TypeRules | undefined {
  return rules;
}

/** What the code of a type of references is above that of the same type without null. */
export const NON_NULL = 0x40;

/** https://webassembly.github.io/spec/core/valid/matching.html */
export function isSubtype(found: ValueType, expected: ValueType): boolean {
  return (
    found === expected ||
    (found as number) + NON_NULL === (expected as number) ||
    (rules !== undefined && rules.isSubtype(found, expected))
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
  return (
    found.equals(expected) || (rules !== undefined && rules.isFunctionSubtype(found, expected))
  );
}
