/** What an XS machine with the sizes of a board's `creation` can hold. */
import { BOARD_HEAP } from '../budget/allocator.js';
import type { Creation } from '../boards/index.js';
import type { Need } from './need.js';

const { slotBytes, blockHeaderBytes } = BOARD_HEAP;

/** For what a program has in hand at the moment: predictions are to be never above. */
const SLACK_BYTES = 16;

/** Both heaps as they fill up. What is garbage, XS finds again before it gives up. */
export interface Room {
  /**
   * Makes the heaps as large as they must be.
   * @param alive what lives on when the moment is over
   * @param passing what is alive beside it at the moment
   * @returns whether they can be
   */
  hold(alive: Need, passing: Need): boolean;
  /** Bytes that neither heap has taken when so much is alive. */
  freeBytes(alive: Need): number;
}

/** The room of a machine that has just started. */
export function roomOf(creation: Creation): Room {
  return creation.staticBytes > 0 ? new StaticRoom(creation) : new FixedRoom(creation);
}

/** Two heaps that do not grow. One slot is the heap's own (`fxGrowSlots`, xsMemory.c). */
class FixedRoom implements Room {
  constructor(private readonly creation: Creation) {}

  hold(alive: Need, passing: Need): boolean {
    const { slotCount, chunkBytes } = this.creation;
    return (
      alive.slots + passing.slots <= slotCount - 1 &&
      alive.chunkBytes + passing.chunkBytes <= chunkBytes
    );
  }

  freeBytes(alive: Need): number {
    const { slotCount, chunkBytes } = this.creation;
    return (slotCount - 1 - alive.slots) * slotBytes + chunkBytes - alive.chunkBytes;
  }
}

/**
 * One block, in which chunks grow upwards and slots downwards, by the steps of the creation, and
 * only when a collection has found nothing (`fxNewSlot`, `fxGrowChunks`, xsMemory.c). Slots stay
 * slots; chunks give back what they do not use (`fxAllocateSlots`, sim/heap.c).
 */
class StaticRoom implements Room {
  private slots: number;

  constructor(private readonly creation: Creation) {
    // One slot is the heap's own.
    this.slots = creation.slotCount - 1;
  }

  hold(alive: Need, passing: Need): boolean {
    const { slotIncrement, chunkIncrementBytes } = this.creation;
    const missing = alive.slots + passing.slots - this.slots;
    if (missing > 0) this.slots += Math.ceil(missing / slotIncrement) * slotIncrement;
    const steps = Math.ceil(passing.chunkBytes / chunkIncrementBytes);
    return this.unusedBytes(alive) >= steps * chunkIncrementBytes + SLACK_BYTES;
  }

  freeBytes(alive: Need): number {
    return this.unusedBytes(alive) + (this.slots - alive.slots) * slotBytes;
  }

  /** What is left between slots and chunks. */
  private unusedBytes({ chunkBytes }: Need): number {
    const { staticBytes, stackSlots } = this.creation;
    return staticBytes - (stackSlots + 1 + this.slots) * slotBytes - blockHeaderBytes - chunkBytes;
  }
}
