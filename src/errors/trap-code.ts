/** Every way in which a guest can trap; a closed set, so that reports and tests can name them. */
export const enum TrapCode {
  Unreachable = 0,
  OutOfBoundsMemoryAccess = 1,
  OutOfBoundsTableAccess = 2,
  UndefinedElement = 3,
  UninitializedElement = 4,
  IndirectCallTypeMismatch = 5,
  IntegerDivideByZero = 6,
  IntegerOverflow = 7,
  InvalidConversionToInteger = 8,
  CallStackExhausted = 9,
  OutOfFuel = 10,
  GrowthLimited = 11,
  NullReference = 12,
  /** Those from here on have their messages in the extensions that they come from. */
  CastFailure = 13,
  OutOfBoundsArrayAccess = 14,
}

/** The specification suite's wording, by code; two are Wasmtime's and wasmi's. */
const TRAP_MESSAGES: readonly string[] = Object.freeze([
  'unreachable',
  'out of bounds memory access',
  'out of bounds table access',
  'undefined element',
  'uninitialized element',
  'indirect call type mismatch',
  'integer divide by zero',
  'integer overflow',
  'invalid conversion to integer',
  'call stack exhausted',
  'all fuel consumed by WebAssembly',
  'growth operation limited',
  'null reference',
]);

export function trapMessage(code: TrapCode): string {
  return TRAP_MESSAGES[code]!;
}
