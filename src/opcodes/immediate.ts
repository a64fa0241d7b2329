/** What follows an opcode in the binary format. */
export const enum Immediate {
  None,
  BlockType,
  Label,
  LabelTable,
  Function,
  TypeTable,
  ValueTypes,
  Local,
  Global,
  Table,
  Memarg,
  Memory,
  I32,
  I64,
  F32,
  F64,
  RefType,
  DataMemory,
  Data,
  MemoryMemory,
  ElemTable,
  Elem,
  TableTable,
}

/** What follows an opcode that only extensions know, beside those. */
export const enum ExtensionImmediate {
  Tag = 32,
  TryTable,
  Type,
  TypeField,
  TypeType,
  TypeData,
  TypeElem,
  /** A type, and how many operands. */
  TypeCount,
  /** A heap type, of references without null and with it. */
  HeapType,
  NullableHeapType,
  /** Which of the two types has null, the label, both heap types. */
  BranchOnCast,
}
