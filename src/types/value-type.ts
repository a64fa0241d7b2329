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
}

/** True for the types whose values are JavaScript objects or null, which no byte can hold. */
export function isReference(type: ValueType): boolean {
  return type === ValueType.FuncRef || type === ValueType.ExternRef;
}

/** The type's name in the text format, and in the JavaScript API where it has one. */
export function valueTypeName(type: ValueType): string {
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
  }
}
