import { MAX_FRAME_SLOTS } from '../types/maximum.js';
import { tooManySlots } from '../errors/compile-errors.js';

/** Slots that a wide frame keeps free, below 256, to reach the slots above. */
export const SCRATCH_SLOTS = 4;

/**
 * Where things lie in a function's frame, in slots from its beginning: parameters, in a wide frame
 * the scratch slots, the other locals, the return slot, the operands. Results take the place of the
 * parameters, so the return slot is behind the last of either.
 */
export class FrameLayout {
  /** The slot of return address and caller's frame. */
  readonly returnSlot: number;
  /** The slot of the lowest operand. */
  readonly operands: number;
  /** Slots in all, as far as the operands have reached. */
  size: number;

  constructor(
    private readonly params: number,
    locals: number,
    results: number,
    readonly wide: boolean,
  ) {
    const end = locals + (wide ? SCRATCH_SLOTS : 0);
    this.returnSlot = end > results ? end : results;
    this.operands = this.returnSlot + 1;
    this.size = this.operands;
  }

  local(index: number): number {
    return this.wide && index >= this.params ? index + SCRATCH_SLOTS : index;
  }

  /** The slot of the operand at a height; notes that the frame reaches there. */
  operand(height: number): number {
    const slot = this.operands + height;
    if (slot >= this.size) {
      this.size = slot + 1;
      if (this.size > MAX_FRAME_SLOTS) throw tooManySlots(this.size);
    }
    return slot;
  }

  /** The k-th scratch slot. */
  scratch(k: number): number {
    return this.params + k;
  }
}
