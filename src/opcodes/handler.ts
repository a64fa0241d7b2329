/** Above the low bytes of the bulk instructions, with which handlers share one of register code. */
export const FIRST_HANDLER = 0x80;

/** Operands of a handler that its signature holds; where there are more, the extension finds them itself. */
export const enum HandlerLimit {
  Params = 6,
}

/**
 * What extensions do while a guest runs: numbers that register code and generated code hold, so that
 * none may change without a new version of images.
 */
export const enum Handler {
  Add128 = 0x80,
  Sub128,
  MulWideS,
  MulWideU,
  Throw = 0x90,
  ThrowRef,
  /** Of compiled code: finds the clause that catches. */
  Caught,
  MemorySize64 = 0xa0,
  MemoryGrow64,
  TableSize64,
  TableGrow64,
  /** What `call_ref` calls, as runtime/indirect.ts finds it. */
  CallRef = 0xb0,
  AsNonNull,
  RefEq,
  StructNew,
  StructFill,
  StructGet,
  StructGet64,
  StructGetPacked,
  StructSet,
  StructSet64,
  RefTest,
  RefCast,
  I31New,
  I31GetS,
  I31GetU,
  ArrayNew,
  ArrayNew64,
  ArrayNewDefault,
  ArrayFillTop,
  ArrayGet,
  ArrayGet64,
  ArrayGetF32,
  ArrayGetMasked,
  ArraySet,
  ArraySet64,
  ArrayLen,
  ArrayFill,
  ArrayFill64,
  ArrayCopy,
  /** From here on they name segments. */
  ArrayNewData = 0xec,
  ArrayNewElem,
  ArrayInitData,
  ArrayInitElem,
}
