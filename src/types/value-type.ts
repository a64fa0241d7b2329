/**
 * Value types as the binary format codes them.
 * https://webassembly.github.io/spec/core/binary/types.html#value-types
 */
export const enum ValueType {
  I32 = 0x7f,
  I64 = 0x7e,
  F32 = 0x7d,
  F64 = 0x7c,
  FuncRef = 0x70,
  ExternRef = 0x6f,
  /** Of the null that every exception reference's type has. */
  NullExnRef = 0x74,
  ExnRef = 0x69,
}

/** True for the types whose values are JavaScript objects or null, which no byte can hold. */
export function isReference(type: ValueType): boolean {
  return type < ValueType.F64;
}

/** Of references to exceptions, which are no values of JavaScript. */
export function isExceptionType(type: ValueType): boolean {
  return type === ValueType.ExnRef || type === ValueType.NullExnRef;
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
