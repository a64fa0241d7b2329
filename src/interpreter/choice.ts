/** Readers of the packed words of `generated/tables.ts`, which instructions/lowering.ts makes. */
import { Op } from '../opcodes/op.js';
import { COMPARISONS, FUSIONS, LOWERINGS } from './generated/tables.js';
import type { Instruction } from './generated/instruction.js';

/** The rule for an operator; 0 where there is none. */
export function loweringOf(op: number): number {
  // On XS an index below zero is a name, and one that was never seen takes a key's RAM for good.
  return op < Op.i32_eqz ? 0 : (LOWERINGS[op - Op.i32_eqz] ?? 0);
}

/** Whether the operator changes a type and no cell. */
export function isRetyping(lowering: number): boolean {
  return (lowering & (1 << 29)) !== 0;
}

export function instructionOf(lowering: number): Instruction {
  return lowering & 0xff;
}

/** Whether the instruction takes the operands the other way round. */
export function isSwapped(lowering: number): boolean {
  return (lowering & (1 << 8)) !== 0;
}

export function isCommutative(lowering: number): boolean {
  return (lowering & (1 << 27)) !== 0;
}

/** Whether it is a comparison of i32. */
export function isComparison(lowering: number): boolean {
  return (lowering & (1 << 28)) !== 0;
}

/** The form whose second operand is 8 bits of the instruction. */
export function constantForm(lowering: number): Instruction {
  return (lowering >> 11) & 0xff;
}

/** Whether a constant fits the 8 bits of the constant form. */
export function fitsConstantForm(lowering: number, value: number): boolean {
  switch ((lowering >> 9) & 3) {
    case 1:
      return value >= -128 && value <= 127;
    case 2:
      return value >= 0 && value <= 255;
    default:
      return false;
  }
}

/** The form whose second operand is the next word; `NO_FORM` without one. */
export function wordForm(lowering: number): Instruction {
  return (lowering >> 19) & 0xff;
}

export const NO_FORM = 0xff as Instruction;

/** Whether a comparison and a branch on its result can become one instruction. */
export function isFusible(comparison: Instruction): boolean {
  return COMPARISONS.includes(comparison);
}

/** The branch that they become. */
export function fusedBranch(comparison: Instruction, negated: boolean, far: boolean): Instruction {
  const word = FUSIONS[COMPARISONS.indexOf(comparison)]!;
  return (word >> ((negated ? 8 : 0) + (far ? 16 : 0))) & 0xff;
}
