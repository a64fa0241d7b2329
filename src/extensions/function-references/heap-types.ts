/**
 * Types of references, as numbers (types/value-type.ts), and the order among them.
 * https://webassembly.github.io/spec/core/valid/matching.html#heap-types
 */
import type { FunctionType } from '../../types/function-type.js';
import { isNonNull, ValueType } from '../../types/value-type.js';
import { NON_NULL } from '../../types/type-rules.js';
import { Composite, compositeOf, DefinedType } from './defined-type.js';
import { idOfReference, typeAt } from './registry.js';

export const enum MaybeNull {
  No,
  Yes,
}

/** References to what has a defined type. */
export function referenceTo(id: number, maybeNull: MaybeNull): ValueType {
  return -2 * id - (maybeNull === MaybeNull.Yes ? 1 : 2);
}

/** The type of operands that unreachable code leaves open, which stays as it is. */
const BOTTOM = 0;

export function withoutNull(type: ValueType): ValueType {
  if (isNonNull(type)) return type;
  return type < 0 ? type - 1 : (type as number) - NON_NULL;
}

export function withNull(type: ValueType): ValueType {
  if (!isNonNull(type) || (type as number) === BOTTOM) return type;
  return type < 0 ? type + 1 : (type as number) + NON_NULL;
}

/** The codes of nullable types, where they fit; for defined types the code of what they are made of. */
function codeOf(type: ValueType): ValueType {
  const id = idOfReference(type);
  if (id < 0) return withNull(type);
  switch (compositeOf(typeAt(id))) {
    case Composite.Struct:
      return ValueType.StructRef;
    case Composite.Array:
      return ValueType.ArrayRef;
    case Composite.Function:
      return ValueType.FuncRef;
  }
}

/** Of two types that are not the same, whether each value of the first is one of the second. */
export function isSubtype(found: ValueType, expected: ValueType): boolean {
  // Above are numbers, and the packed types of fields.
  if (found > ValueType.NullExnRef || expected > ValueType.NullExnRef) return false;
  if (!isNonNull(found) && isNonNull(expected)) return false;
  const id = idOfReference(found);
  const expectedId = idOfReference(expected);
  if (id >= 0 && expectedId >= 0) return isDefinedSubtype(typeAt(id), typeAt(expectedId));
  const code = codeOf(found);
  const expectedCode = codeOf(expected);
  if (expectedId >= 0) return code === bottomOf(expectedCode);
  return isCodeSubtype(code, expectedCode);
}

/** Whether a type is another, or is declared a subtype of it. */
export function isDefinedSubtype(found: FunctionType, expected: FunctionType): boolean {
  if (found === expected) return true;
  // Supertypes are prototypes: see DefinedType.
  return expected instanceof DefinedType
    ? Object.prototype.isPrototypeOf.call(expected, found)
    : found.equals(expected);
}

/** Of types with codes. */
export function isCodeSubtype(found: ValueType, expected: ValueType): boolean {
  if (found === expected || found === bottomOf(expected)) return true;
  switch (found) {
    case ValueType.EqRef:
      return expected === ValueType.AnyRef;
    case ValueType.I31Ref:
    case ValueType.StructRef:
    case ValueType.ArrayRef:
      return expected === ValueType.EqRef || expected === ValueType.AnyRef;
    default:
      return false;
  }
}

/** The type without values, but perhaps null, of a hierarchy. */
export function bottomOf(code: ValueType): ValueType {
  switch (code) {
    case ValueType.FuncRef:
    case ValueType.NoFuncRef:
      return ValueType.NoFuncRef;
    case ValueType.ExternRef:
    case ValueType.NoExternRef:
      return ValueType.NoExternRef;
    case ValueType.ExnRef:
    case ValueType.NullExnRef:
      return ValueType.NullExnRef;
    default:
      return ValueType.NoneRef;
  }
}

/** The largest type of a type's hierarchy. */
export function topOf(type: ValueType): ValueType {
  switch (bottomOf(codeOf(type))) {
    case ValueType.NoFuncRef:
      return ValueType.FuncRef;
    case ValueType.NoExternRef:
      return ValueType.ExternRef;
    case ValueType.NullExnRef:
      return ValueType.ExnRef;
    default:
      return ValueType.AnyRef;
  }
}

/** In the text format; defined types by their numbers, since names of modules are not known here. */
export function nameOf(type: ValueType): string {
  const id = idOfReference(type);
  const name = id >= 0 ? `type ${id}` : NAMES[withNull(type) - ValueType.ExnRef]!;
  return `(ref ${isNonNull(type) ? '' : 'null '}${name})`;
}

/** From the code of `exn` on. */
const NAMES: readonly string[] = Object.freeze([
  'exn',
  'array',
  'struct',
  'i31',
  'eq',
  'any',
  'extern',
  'func',
  'none',
  'noextern',
  'nofunc',
  'noexn',
]);
