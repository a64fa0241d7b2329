import { NON_NULL, typeRules } from './type-rules.js';

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

/** The type's name in the text format, and in the JavaScript API where it has one. */
export function valueTypeName(type: ValueType): ValueTypeName {
  switch (type) {
    case ValueType.I32:
      return 'i32';
    case ValueType.I64:
      return 'i64';
    case ValueType.F32:
      return 'f32';
    case ValueType.F64:
      return 'f64';
    case ValueType.FuncRef:
      return 'funcref';
    case ValueType.ExternRef:
      return 'externref';
    case ValueType.ExnRef:
      return 'exnref';
    case ValueType.NullExnRef:
      return 'nullexnref';
    default:
      return typeRules()!.nameOf(type) as ValueTypeName;
  }
}

/** Names of value types, in the text format. */
export type ValueTypeName =
  'i32' | 'i64' | 'f32' | 'f64' | 'funcref' | 'externref' | 'exnref' | 'nullexnref';

/**
 * The type of a name.
 * @throws TypeError when there is none
 */
export function valueTypeOf(name: ValueTypeName): ValueType {
  switch (name) {
    case 'i32':
      return ValueType.I32;
    case 'i64':
      return ValueType.I64;
    case 'f32':
      return ValueType.F32;
    case 'f64':
      return ValueType.F64;
    case 'funcref':
      return ValueType.FuncRef;
    case 'externref':
      return ValueType.ExternRef;
    case 'exnref':
      return ValueType.ExnRef;
    case 'nullexnref':
      return ValueType.NullExnRef;
    default:
      throw new TypeError(`\`${String(name)}\` is no value type`);
  }
}
