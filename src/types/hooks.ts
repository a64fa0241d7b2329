/**
 * What extensions put into the layers below them, when they are imported. One object, to which each
 * layer adds its part, because on XS a variable and a function to set it weigh 100 bytes of flash each.
 */
import type { FunctionType } from './function-type.js';
import type { ValueType } from './value-type.js';

export interface Hooks {
  /** Of two different types, whether each value of the first is one of the second. */
  isSubtype(found: ValueType, expected: ValueType): boolean;
  /** Of two types that are not equal. */
  isFunctionSubtype(found: FunctionType, expected: FunctionType): boolean;
  /** The type of references to functions of a type, null not among them. */
  referenceTo(type: FunctionType): ValueType;
  /** In the text format. */
  nameOf(type: ValueType): string;
}

export const hooks: Partial<Hooks> = {};
