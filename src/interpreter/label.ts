import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import { Op } from '../opcodes/op.js';

/** How a forward branch says where it goes. */
export const enum Reach {
  /** In bits 8–31, words from the next instruction. */
  Relative24,
  /** In bits 16–31, words from the next instruction. */
  Relative16,
  /** In bits 24–31, words from the next instruction. */
  Relative8,
  /** The whole word, an index into the code. */
  Absolute,
}

/** A branch whose target is not known yet. */
export interface Patch {
  /** The word to patch. */
  readonly index: number;
  readonly reach: Reach;
  /** Which of the function's conditional branches it is; −1 for those that reach everywhere. */
  readonly order: number;
}

/** A block that is open. */
export class Label {
  /** The branches to the block's end. */
  readonly patches: Patch[] = [];
  /** The branch over the first part of an `if`, until `else` or the end is reached. */
  skip: Patch | undefined = undefined;

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
