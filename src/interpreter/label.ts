import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import { Op } from '../opcodes/op.js';

/** How a forward branch says where it goes. */
export const enum Reach {
  /** In bits 8–31, words from the next instruction. */
  Relative24,
  /** In bits 16–31, words from the next instruction. */
  Relative16,
  /** The whole word, an index into the code. */
  Absolute,
}

/** A block that is open. */
export class Label {
  /** Words to patch when the end is reached, two entries each: index and `Reach`. */
  readonly patches: number[] = [];
  /** The branch over the first part of an `if`; −1 without one, or once `else` was seen. */
  skip = -1;
  skipReach = Reach.Relative16;

  constructor(
    readonly op: Op.block | Op.loop | Op.if,
    readonly type: FunctionType,
    /** Operands below the block's own. */
    readonly height: number,
    /** Where a loop begins. */
    readonly start: number,
  ) {}

  /** The types that a branch to the label takes with it. */
  get operands(): readonly ValueType[] {
    return this.op === Op.loop ? this.type.params : this.type.results;
  }
}
