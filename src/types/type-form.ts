/**
 * What types begin with in the binary format, those of numbers and abstract references aside.
 * https://webassembly.github.io/spec/core/binary/types.html#recursive-types
 */
export const enum TypeForm {
  Group = 0x4e,
  FinalSubtype = 0x4f,
  Subtype = 0x50,
  Array = 0x5e,
  Struct = 0x5f,
  Function = 0x60,
  /** `(ref null t)` */
  NullableReference = 0x63,
  /** `(ref t)` */
  Reference = 0x64,
}
