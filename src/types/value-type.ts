import { hooks } from '../hooks.js';
import { NON_NULL } from './type-rules.js';

/**
 * Value types as the binary format codes them. Beside these, a code less NON_NULL is the type without
 * null; and −(2·id + 1) stands for references to what has a defined type, −(2·id + 2) for those without
 * null, by the type's number in extensions/function-references/registry.ts.
 * https://webassembly.github.io/spec/core/binary/types.html#value-types
 */
export const enum ValueType {
  I32 = 0x7f,
  I64 = 0x7e,
  F32 = 0x7d,
  F64 = 0x7c,
  FuncRef = 0x70,
  ExternRef = 0x6f,
  AnyRef = 0x6e,
  EqRef = 0x6d,
  I31Ref = 0x6c,
  StructRef = 0x6b,
  ArrayRef = 0x6a,
  ExnRef = 0x69,
  NoneRef = 0x71,
  NoExternRef = 0x72,
  NoFuncRef = 0x73,
  /** Of the null that every exception reference's type has. */
  NullExnRef = 0x74,
}

/** Whether null is no value of the type, so that a local has none before it is set. */
export function isNonNull(type: ValueType): boolean {
  return type < 0
    ? (type & 1) === 0
    : (type as number) <= (ValueType.NullExnRef as number) - NON_NULL;
}

/** True for the types whose values are JavaScript objects or null, which no byte can hold. */
export function isReference(type: ValueType): boolean {
  return type < ValueType.F64;
}

/** Of references to exceptions, which are no values of JavaScript. */
export function isExceptionType(type: ValueType): boolean {
  return (
    type === ValueType.ExnRef ||
    type === ValueType.NullExnRef ||
    (type as number) === ValueType.ExnRef - NON_NULL
  );
}

/** Whether a value has 64 bits, and so two halves. */
export function is64(type: ValueType): boolean {
  return type === ValueType.I64 || type === ValueType.F64;
}

/** Names of value types, in the text format. */
export type ValueTypeName =
  'i32' | 'i64' | 'f32' | 'f64' | 'funcref' | 'externref' | 'exnref' | 'nullexnref';

const TYPES: Readonly<Record<ValueTypeName, ValueType>> = Object.freeze({
  i32: ValueType.I32,
  i64: ValueType.I64,
  f32: ValueType.F32,
  f64: ValueType.F64,
  funcref: ValueType.FuncRef,
  externref: ValueType.ExternRef,
  exnref: ValueType.ExnRef,
  nullexnref: ValueType.NullExnRef,
});

/** The type's name in the text format, and in the JavaScript API where it has one. */
export function valueTypeName(type: ValueType): ValueTypeName {
  const found = Object.entries(TYPES).find(([, known]) => known === type);
  return (found?.[0] ?? hooks.nameOf!(type)) as ValueTypeName;
}

/**
 * The type of a name.
 * @throws TypeError when there is none
 */
export function valueTypeOf(name: ValueTypeName): ValueType {
  if (Object.hasOwn(TYPES, name)) return TYPES[name];
  throw new TypeError(`\`${String(name)}\` is no value type`);
}
