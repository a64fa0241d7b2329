/** Loads and stores as the register code has them: fewer kinds, because cells have no type. */
import { alignLog2Of, factOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { Instruction } from './generated/instruction.js';

/** How an access tells its address. */
export const enum Addressing {
  /** A slot and an offset of 8 bits. */
  Near,
  /** A slot and an offset in the next word. */
  Far,
  /** A constant of 16 bits. */
  Absolute,
}

/** From `i32.load` on, three each, by `Addressing`; one list, because XS freezes it into flash whole. */
// prettier-ignore
const ACCESSES: readonly Instruction[] = Object.freeze([
  Instruction.load32, Instruction.load32_far, Instruction.load32_at, // i32.load
  Instruction.load64, Instruction.load64_far, Instruction.load64_at, // i64.load
  Instruction.load32, Instruction.load32_far, Instruction.load32_at, // f32.load
  Instruction.load64, Instruction.load64_far, Instruction.load64_at, // f64.load
  Instruction.load8_s, Instruction.load8_s_far, Instruction.load8_s_at, // i32.load8_s
  Instruction.load8_u, Instruction.load8_u_far, Instruction.load8_u_at,
  Instruction.load16_s, Instruction.load16_s_far, Instruction.load16_s_at,
  Instruction.load16_u, Instruction.load16_u_far, Instruction.load16_u_at,
  Instruction.load8_s, Instruction.load8_s_far, Instruction.load8_s_at, // i64.load8_s
  Instruction.load8_u, Instruction.load8_u_far, Instruction.load8_u_at,
  Instruction.load16_s, Instruction.load16_s_far, Instruction.load16_s_at,
  Instruction.load16_u, Instruction.load16_u_far, Instruction.load16_u_at,
  Instruction.load32, Instruction.load32_far, Instruction.load32_at, // i64.load32_s
  Instruction.load32, Instruction.load32_far, Instruction.load32_at, // i64.load32_u
  Instruction.store32, Instruction.store32_far, Instruction.store32_at, // i32.store
  Instruction.store64, Instruction.store64_far, Instruction.store64_at, // i64.store
  Instruction.store32, Instruction.store32_far, Instruction.store32_at, // f32.store
  Instruction.store64, Instruction.store64_far, Instruction.store64_at, // f64.store
  Instruction.store8, Instruction.store8_far, Instruction.store8_at, // i32.store8
  Instruction.store16, Instruction.store16_far, Instruction.store16_at,
  Instruction.store8, Instruction.store8_far, Instruction.store8_at, // i64.store8
  Instruction.store16, Instruction.store16_far, Instruction.store16_at,
  Instruction.store32, Instruction.store32_far, Instruction.store32_at, // i64.store32
]);

export function isLoad(op: Op): boolean {
  return op >= Op.i32_load && op <= Op.i64_load32_u;
}

export function accessOf(op: Op, addressing: Addressing): Instruction {
  return ACCESSES[3 * (op - Op.i32_load) + addressing]!;
}

/** What makes an i64 of the narrow value that was loaded; 0 where nothing must. */
export function extensionOf(op: Op): Instruction | 0 {
  if (op < Op.i64_load8_s) return 0;
  // Signed and unsigned loads take turns.
  return (op - Op.i64_load8_s) % 2 === 0
    ? Instruction.i64_extend_i32_s
    : Instruction.i64_extend_i32_u;
}

/** The offset in units of the access, as 8 bits of the instruction hold it; −1 when it does not fit. */
export function nearOffset(op: Op, offset: number): number {
  const log2 = alignLog2Of(factOf(op));
  const units = offset / (1 << log2);
  return units < 256 && Number.isInteger(units) ? units : -1;
}
