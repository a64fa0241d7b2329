/** https://webassembly.github.io/spec/core/exec/instructions.html#reference-instructions */
import { trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import type { Func } from '../../runtime/func.js';
import type { Instance } from '../../runtime/instance.js';
import { Reference } from '../../runtime/reference.js';
import type { FunctionType } from '../../types/function-type.js';
import { isFunctionSubtype } from '../../types/type-rules.js';
import { ValueType } from '../../types/value-type.js';
import { Composite, DefinedType } from '../function-references/defined-type.js';
import { nullReference } from '../function-references/handlers.js';

/** What a test is for: a type index, or the code of a type that permits null. */
export function indexTarget(index: number, isNullable: boolean): number {
  return (index << 1) | (isNullable ? 1 : 0);
}

export function codeTarget(code: ValueType, isNullable: boolean): number {
  return ~((code << 1) | (isNullable ? 1 : 0));
}

/** @param x what {@link indexTarget} or {@link codeTarget} gave */
export function refTest(instance: Instance, x: number, value: unknown): number {
  const target = x < 0 ? ~x : x;
  if (value === null) return target & 1;
  const isOf =
    x < 0 ? isOfCode(value, target >> 1) : isOfType(value, instance.module.types[target >> 1]!);
  return isOf ? 1 : 0;
}

export function refCast(instance: Instance, x: number, value: unknown): unknown {
  if (refTest(instance, x, value) === 0) {
    throw trap(TrapCode.CastFailure, 'cast failure');
  }
  return value;
}

export function isOfType(value: unknown, type: FunctionType): boolean {
  if (value instanceof Reference) return isFunctionSubtype((value as Func).type, type);
  return type instanceof DefinedType && Object.prototype.isPrototypeOf.call(type, value as object);
}

/** Whether a value that is not null is of a type that has a code. */
export function isOfCode(value: unknown, code: ValueType): boolean {
  switch (code) {
    case ValueType.AnyRef:
    case ValueType.FuncRef:
    case ValueType.ExternRef:
    case ValueType.ExnRef:
      return true;
    case ValueType.EqRef:
      return isI31(value) || value instanceof DefinedType;
    case ValueType.I31Ref:
      return isI31(value);
    case ValueType.StructRef:
      return value instanceof DefinedType && value.composite === Composite.Struct;
    case ValueType.ArrayRef:
      return value instanceof DefinedType && value.composite === Composite.Array;
    default:
      return false;
  }
}

/** An i31 is a number, as the host's numbers are that fit one. */
export function isI31(value: unknown): value is number {
  return typeof value === 'number' && (value << 1) >> 1 === value && !Object.is(value, -0);
}

export function refEq(_instance: Instance, _x: number, a: unknown, b: unknown): number {
  return a === b ? 1 : 0;
}

export function i31New(_instance: Instance, _x: number, value: number): number {
  return (value << 1) >> 1;
}

export function i31GetS(_instance: Instance, _x: number, value: number | null): number {
  return value ?? nullI31();
}

export function i31GetU(_instance: Instance, _x: number, value: number | null): number {
  return (value ?? nullI31()) & 0x7fffffff;
}

function nullI31(): never {
  throw nullReference('i31 ');
}
