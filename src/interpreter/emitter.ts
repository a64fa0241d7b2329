import { is64, isReference, type ValueType } from '../types/value-type.js';
import type { CodeBuffer } from './code-buffer.js';
import type { FrameLayout } from './frame-layout.js';
import { Instruction } from './generated/instruction.js';
import { OperandStack, Place } from './operand-stack.js';

/** Of three instructions the one for the type: 32-bit, 64-bit, reference. */
export function byType(
  type: ValueType,
  narrow: Instruction,
  wide: Instruction,
  reference: Instruction,
): Instruction {
  return isReference(type) ? reference : is64(type) ? wide : narrow;
}

/**
 * Writes instructions whose operands are slots of the frame, and moves operands to where they are
 * needed. Fields reach 256 slots: a frame that needs more is translated again as a wide one, in
 * which slots beyond are copied to and from scratch slots.
 */
export class Emitter {
  readonly stack = new OperandStack();
  /** Set when the frame turned out to need more slots than fields reach. */
  needsWide = false;
  layout!: FrameLayout;
  /** The last instruction that made the top operand, and the end of the code after it. */
  protected last = 0;
  private lastEnd = -1;
  private lastSlot = 0;
  /** The end of the code after a single move of 32 bits; −1 when something else came last. */
  private moveEnd = -1;

  constructor(readonly code: CodeBuffer) {}

  /** The field for reading a slot; k tells several of one instruction apart. */
  source(slot: number, type: ValueType, k: number): number {
    if (slot < 256) return slot;
    const scratch = this.scratch(k);
    const get = isReference(type) ? Instruction.get_wide_ref : Instruction.get_wide;
    this.code.a16(get, scratch, slot);
    return scratch;
  }

  /** The field for writing a slot. */
  target(slot: number): number {
    return slot < 256 ? slot : this.scratch(3);
  }

  private scratch(k: number): number {
    if (this.layout.wide) return this.layout.scratch(k);
    this.needsWide = true;
    return 0;
  }

  /**
   * To be called when an instruction was emitted that writes `slot` through `target`.
   * @param index where the instruction stands, when it makes the top operand, so that `local.set`
   *   may give it another target; otherwise −1
   */
  written(slot: number, type: ValueType, index: number): void {
    if (slot >= 256) {
      const set = isReference(type) ? Instruction.set_wide_ref : Instruction.set_wide;
      this.code.a16(set, this.target(slot), slot);
      return;
    }
    if (index >= 0) {
      this.last = index;
      this.lastEnd = this.code.length;
      this.lastSlot = slot;
    }
  }

  /** Whether the instruction that made the top operand is the last one, so that it can be changed. */
  protected get lastIsTop(): boolean {
    const top = this.stack.height - 1;
    return (
      this.lastEnd === this.code.length &&
      this.stack.places[top] === Place.Slot &&
      this.layout.operand(top) === this.lastSlot
    );
  }

  /** A place in the code to which branches may come: nothing before it can be changed any more. */
  boundary(): void {
    this.lastEnd = -1;
    this.moveEnd = -1;
  }

  /** The slot of the operand at a height; constants are put into theirs. */
  slotOf(height: number): number {
    const { stack, layout } = this;
    if (stack.places[height] === Place.Local) return layout.local(stack.lows[height]!);
    const slot = layout.operand(height);
    if (stack.places[height] === Place.Constant) {
      this.constant(slot, stack.types[height]!, stack.lows[height]!, stack.highs[height]!);
      stack.places[height] = Place.Slot;
    }
    return slot;
  }

  /** The field for reading the operand at a height. */
  operand(height: number, k = 0): number {
    return this.source(this.slotOf(height), this.stack.types[height]!, k);
  }

  /** Puts the operand at a height into its own slot. */
  settle(height: number): void {
    const { stack, layout } = this;
    if (stack.places[height] === Place.Slot) {
      layout.operand(height);
      return;
    }
    this.copy(height, layout.operand(height));
    stack.places[height] = Place.Slot;
  }

  /** Puts all operands from a height on into their own slots, and below it those still in locals. */
  settleFrom(from: number): void {
    const { stack } = this;
    for (let height = 0; height < stack.height; height++) {
      if (height >= from || stack.places[height] === Place.Local) this.settle(height);
    }
  }

  /** Puts operands below the top that are still in the local into their own slots: it changes. */
  keepLocal(index: number): void {
    const { stack } = this;
    for (let height = stack.height - 2; height >= 0; height--) {
      if (stack.places[height] === Place.Local && stack.lows[height] === index) this.settle(height);
    }
  }

  /** Copies the operand at a height into a slot, and leaves the picture of the stack as it is. */
  copy(height: number, slot: number): void {
    const { stack, layout } = this;
    const type = stack.types[height]!;
    switch (stack.places[height]!) {
      case Place.Constant:
        this.constant(slot, type, stack.lows[height]!, stack.highs[height]!);
        break;
      case Place.Local:
        this.move(slot, layout.local(stack.lows[height]!), type);
        break;
      case Place.Slot:
        this.move(slot, layout.operand(height), type);
        break;
    }
  }

  move(to: number, from: number, type: ValueType): void {
    if (to === from) return;
    const field = this.source(from, type, 0);
    if (this.joinMoves(to, field, type)) return;
    this.code.abc(
      byType(type, Instruction.move32, Instruction.move64, Instruction.move_ref),
      this.target(to),
      field,
    );
    this.written(to, type, -1);
  }

  /** Makes one instruction of two that move to neighbouring slots, as the arguments of calls do. */
  private joinMoves(to: number, from: number, type: ValueType): boolean {
    const { code, moveEnd } = this;
    this.moveEnd = -1;
    if (isReference(type) || is64(type) || to > 255) return false;
    const last = code.length - 1;
    if (moveEnd === code.length && ((code.words[last]! >> 8) & 0xff) === to - 1) {
      code.words[last] = Instruction.move32_pair | (code.words[last]! & 0xffff00) | (from << 24);
      return true;
    }
    this.moveEnd = code.length + 1;
    return false;
  }

  /** Moves neighbouring slots. */
  moveMany(to: number, from: number, count: number): void {
    if (to === from || count === 0) return;
    this.code.a16(Instruction.move_many, 0, to);
    this.code.push(from | (count << 16));
  }

  constant(slot: number, type: ValueType, low: number, high: number): void {
    const { code } = this;
    const target = this.target(slot);
    const short = (low << 16) >> 16 === low;
    if (!is64(type)) {
      if (short) code.a16(Instruction.const16, target, low);
      else if ((low & 0xffff) === 0) code.a16(Instruction.const32_high, target, low >>> 16);
      else {
        code.a16(Instruction.const32, target, 0);
        code.push(low);
      }
    } else if (high === low >> 31) {
      code.a16(short ? Instruction.const64_16 : Instruction.const64_32, target, short ? low : 0);
      if (!short) code.push(low);
    } else if (low === 0 && (high & 0xffff) === 0) {
      code.a16(Instruction.const64_high, target, high >>> 16);
    } else {
      code.a16(Instruction.const64, target, 0);
      code.push(low);
      code.push(high);
    }
    this.written(slot, type, -1);
  }

  /**
   * Emits an instruction that takes the operands above `height` and makes one, then leaves that on
   * the stack.
   */
  make(instruction: Instruction, height: number, type: ValueType, b = 0, c = 0): number {
    const slot = this.layout.operand(height);
    const index = this.code.length;
    this.code.abc(instruction, this.target(slot), b, c);
    this.pushMade(height, type);
    this.written(slot, type, index);
    return index;
  }

  /** As `make`, with a field of 16 bits or a word behind it. */
  makeWith(
    instruction: Instruction,
    height: number,
    type: ValueType,
    b: number,
    word: number,
  ): void {
    const slot = this.layout.operand(height);
    const index = this.code.length;
    this.code.abc(instruction, this.target(slot), b);
    this.code.push(word);
    this.pushMade(height, type);
    this.written(slot, type, index);
  }

  makeFrom16(instruction: Instruction, height: number, type: ValueType, wide: number): void {
    const slot = this.layout.operand(height);
    const index = this.code.length;
    this.code.a16(instruction, this.target(slot), wide);
    this.pushMade(height, type);
    this.written(slot, type, index);
  }

  private pushMade(height: number, type: ValueType): void {
    this.stack.height = height;
    this.stack.push(type);
  }
}
