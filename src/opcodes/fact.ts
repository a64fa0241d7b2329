/** Readers of the packed words that `pack.ts` makes. */
import { ValueType } from '../types/value-type.js';
import { FACTS } from './generated/facts.js';
import type { Immediate } from './immediate.js';
import type { Op } from './op.js';

/** Type codes of the packed words: none, i32, i64, f32, f64, funcref. */
const TYPES: readonly number[] = Object.freeze([
  0,
  ValueType.I32,
  ValueType.I64,
  ValueType.F32,
  ValueType.F64,
  ValueType.FuncRef,
]);

/** Of opcodes behind the prefix 0xfb, whether there is such an instruction or not: `Gc` is bit 12. */
const GC = 13 << 5;

/** The packed word of an opcode; 0 where there is no such instruction. */
export function factOf(op: number): number {
  return FACTS[op] ?? (op < 0x10000 ? 0 : GC);
}

/** Whether an instruction is one that an extension brings: of these, only the feature is known. */
export function isExtension(fact: number): boolean {
  return (fact & 0x8000) === 0;
}

export function immediateOf(fact: number): Immediate {
  return fact & 31;
}

/** The feature bit, 0 for the first version's instructions. */
export function featureOf(fact: number): number {
  const bit = (fact >> 5) & 31;
  return bit === 0 ? 0 : 1 << (bit - 1);
}

export function alignLog2Of(fact: number): number {
  return (fact >> 16) & 7;
}

/** Fuel without the bytes of bulk instructions. */
export function fuelOf(op: Op): number {
  return (factOf(op) >> 19) & 1;
}

/** The k-th operand's type counted from the top of the stack, 0 past the last. */
export function operandOf(fact: number, k: number): ValueType | 0 {
  return TYPES[(fact >> (20 + 3 * k)) & 7]! as ValueType | 0;
}

/** The result's type, 0 for none. */
export function resultOf(fact: number): ValueType | 0 {
  return TYPES[fact >>> 29]! as ValueType | 0;
}
