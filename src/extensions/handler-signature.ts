import { HandlerLimit } from '../opcodes/handler.js';
import { isReference, ValueType } from '../types/value-type.js';
import type { FunctionType } from '../types/function-type.js';

/** What a slot holds, as three bits; 0 ends a list. */
export const enum SlotKind {
  End,
  I32,
  I64,
  F32,
  F64,
  Reference,
}

/** The kinds of up to six operands in bits 0–17, and of up to four results in bits 18–29. */
export function signatureOf({ params, results }: FunctionType): number {
  let signature = 0;
  for (let i = 0; i < params.length; i++) signature |= kindOf(params[i]!) << (3 * i);
  for (let i = 0; i < results.length; i++) {
    signature |= kindOf(results[i]!) << (3 * (HandlerLimit.Params + i));
  }
  return signature;
}

export function kindOf(type: ValueType): SlotKind {
  return isReference(type) ? SlotKind.Reference : ValueType.I32 - type + SlotKind.I32;
}
