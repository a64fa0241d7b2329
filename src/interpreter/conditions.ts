import { ValueType } from '../types/value-type.js';
import { fusedBranch, isFusible } from './choice.js';
import { Emitter } from './emitter.js';
import { Instruction } from './generated/instruction.js';

/** Takes conditions from the stack, and branches on them. */
export class Conditions extends Emitter {
  /** The condition that `takeCondition` took: a comparison to merge with the branch, or −1. */
  private comparison = -1;
  /** Its word; or the slot of a condition that is no comparison. */
  private condition = 0;

  /**
   * Takes the condition of a branch from the stack. A comparison that was the last instruction is
   * taken out of the code, to become one with the branch.
   */
  protected takeCondition(): void {
    const { stack, code } = this;
    const top = stack.height - 1;
    this.comparison = -1;
    if (this.lastIsTop) {
      const word = code.words[this.last]!;
      const instruction = word & 0xff;
      if (isFusible(instruction) || instruction === Instruction.i32_eqz) {
        this.comparison = instruction;
        this.condition = word;
        code.length = this.last;
        this.boundary();
      }
    }
    if (this.comparison < 0) this.condition = this.slotOf(top);
    stack.height = top;
  }

  /** Whether the condition is a comparison of two values. */
  protected get isComparison(): boolean {
    return this.comparison >= 0 && this.comparison !== Instruction.i32_eqz;
  }

  /**
   * Emits the branch of a comparison, without its distance, or the word of its target.
   * @param far whether the target needs a word
   */
  protected emitFused(negated: boolean, far: boolean): void {
    const word = this.condition;
    const fields = CONSTANT_COMPARISONS.includes(this.comparison)
      ? // The constant becomes 8 bits in field b, or 16.
        ((word >> 8) & 0xff00) | (far ? (word >> 24) << 16 : (word >>> 8) & 0xff0000)
      : (word >>> 8) & 0xffff00;
    this.code.push(fusedBranch(this.comparison, negated, far) | fields);
  }

  /** Emits a branch on the condition's being zero or not. */
  protected emitPlain(negated: boolean, distance: number): void {
    let field: number;
    if (this.comparison >= 0) {
      negated = !negated;
      field = (this.condition >> 16) & 0xff;
    } else {
      field = this.source(this.condition, ValueType.I32, 0);
    }
    this.code.a16(negated ? Instruction.br_eqz : Instruction.br_nez, field, distance);
  }
}

/** Comparisons that hold their second operand. */
const CONSTANT_COMPARISONS: readonly number[] = Object.freeze([
  Instruction.i32_eq_c,
  Instruction.i32_ne_c,
  Instruction.i32_lt_s_c,
  Instruction.i32_ge_s_c,
  Instruction.i32_lt_u_c,
  Instruction.i32_ge_u_c,
]);
