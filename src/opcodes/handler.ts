/** Above the low bytes of the bulk instructions, with which handlers share one of register code. */
export const FIRST_HANDLER = 0x80;

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
}
