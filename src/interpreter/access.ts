/** Loads and stores as the register code has them: fewer kinds, because cells have no type. */
import { Op } from '../opcodes/op.js';
import { Instruction } from './generated/instruction.js';

/** From `i32.load` on: the instruction with an 8-bit offset, and the one with a word. */
const ACCESSES: readonly (readonly [Instruction, Instruction])[] = [
  [Instruction.load32, Instruction.load32_far], // i32.load
  [Instruction.load64, Instruction.load64_far], // i64.load
  [Instruction.load32, Instruction.load32_far], // f32.load
  [Instruction.load64, Instruction.load64_far], // f64.load
  [Instruction.load8_s, Instruction.load8_s_far], // i32.load8_s
  [Instruction.load8_u, Instruction.load8_u_far],
  [Instruction.load16_s, Instruction.load16_s_far],
  [Instruction.load16_u, Instruction.load16_u_far],
  [Instruction.load8_s, Instruction.load8_s_far], // i64.load8_s
  [Instruction.load8_u, Instruction.load8_u_far],
  [Instruction.load16_s, Instruction.load16_s_far],
  [Instruction.load16_u, Instruction.load16_u_far],
  [Instruction.load32, Instruction.load32_far], // i64.load32_s
  [Instruction.load32, Instruction.load32_far], // i64.load32_u
  [Instruction.store32, Instruction.store32_far], // i32.store
  [Instruction.store64, Instruction.store64_far], // i64.store
  [Instruction.store32, Instruction.store32_far], // f32.store
  [Instruction.store64, Instruction.store64_far], // f64.store
  [Instruction.store8, Instruction.store8_far], // i32.store8
  [Instruction.store16, Instruction.store16_far],
  [Instruction.store8, Instruction.store8_far], // i64.store8
  [Instruction.store16, Instruction.store16_far],
  [Instruction.store32, Instruction.store32_far], // i64.store32
];

export function isLoad(op: Op): boolean {
  return op >= Op.i32_load && op <= Op.i64_load32_u;
}

export function accessOf(op: Op, far: boolean): Instruction {
  return ACCESSES[op - Op.i32_load]![far ? 1 : 0];
}

/** What makes an i64 of the narrow value that was loaded; 0 where nothing must. */
export function extensionOf(op: Op): Instruction | 0 {
  if (op < Op.i64_load8_s) return 0;
  // Signed and unsigned loads take turns.
  return (op - Op.i64_load8_s) % 2 === 0
    ? Instruction.i64_extend_i32_s
    : Instruction.i64_extend_i32_u;
}
