import { XS_SLOT_BYTES } from './claims.js';
import type { Device, Reserve } from './device.js';
import { BOARD_HEAPS } from './generated/board-heaps.js';

/** The SDK's module `instrumentation`, which reads something in builds made with `-d` or `-i` only. */
export interface Instrumentation {
  map(name: string): number | undefined;
  get(index: number): number | undefined;
}

/** The SDK's module `debug`, which is there in every build. */
export interface Debug {
  gc(): void;
}

/** The heaps of a machine of XS: two of fixed sizes, or one block that slots and chunks share. */
export type HeapSizes = (
  { readonly slotBytes: number; readonly chunkBytes: number } | { readonly sharedBytes: number }
) & {
  /** What is to stay free, unless a budget says otherwise; default: as for the boards that are like it. */
  readonly reserve?: Reserve;
};

/**
 * What guests may not have: it is for what a call takes before anything is asked for, which is
 * arguments, errors, and what host functions make. `npm run soak` shows that it is enough.
 */
export const DEFAULT_RESERVE: Reserve = Object.freeze({ slots: 128, chunkBytes: 3072 });

/** XS wants 64 free slots after a collection, or takes more from a block that is shared. */
const SHARED_RESERVE: Reserve = Object.freeze({ slots: 192, chunkBytes: 3072 });

/** A block that is shared gives slots in such steps (`creation.heap.incremental`), and never back. */
const SLOT_STEP_BYTES = 64 * XS_SLOT_BYTES;

/**
 * What slots of a shared block may have taken beyond the most that was seen, because XS takes more
 * when two collections in turn leave fewer free than a step, and that is not read each time.
 */
const UNSEEN_BYTES = 3 * SLOT_STEP_BYTES;

/** What XS keeps of its heaps for itself: the headers of blocks, and a slot of each step. */
const OVERHEAD_BYTES = 64;

/**
 * The heap of the XS that runs, read through the SDK's own modules, so that it works on boards and
 * in the simulator alike.
 */
export class XsHeap implements Device {
  readonly #slots: number;
  readonly #chunks: number;
  /** What is to stay free on it, where a budget does not say. */
  readonly reserve: Reserve;
  /** In a shared block, the most that slots were seen to take; chunks cannot have that back. */
  #slotsReserved = 0;

  /**
   * @param sizes of the machine, `creation` of the manifest
   * @throws Error in builds without instrumentation: use `Budget`'s `totalBytes` there
   */
  constructor(
    private readonly instrumentation: Instrumentation,
    private readonly debug: Debug,
    private readonly sizes: HeapSizes,
  ) {
    const slots = instrumentation.map('XS Slot Heap Used');
    const chunks = instrumentation.map('XS Chunk Heap Used');
    if (slots === undefined || chunks === undefined) {
      throw new Error(
        'this firmware does not count its heap: build it with -i, or give totalBytes',
      );
    }
    this.#slots = slots;
    this.#chunks = chunks;
    this.reserve = sizes.reserve ?? ('sharedBytes' in sizes ? SHARED_RESERVE : DEFAULT_RESERVE);
  }

  /**
   * The heap of a board of `boards/` with the sizes of the SDK's manifests.
   * @throws Error for other names, and in builds without instrumentation
   */
  static of(board: string, instrumentation: Instrumentation, debug: Debug): XsHeap {
    const sizes = BOARD_HEAPS[board];
    if (sizes === undefined) throw new Error(`no board \`${board}\`: give new XsHeap its sizes`);
    return new XsHeap(instrumentation, debug, sizes);
  }

  /** See {@link Device}. */
  fits(slots: number, chunkBytes: number): boolean {
    const { sizes } = this;
    const slotsNeeded = this.#slotBytesUsed() + XS_SLOT_BYTES * slots + OVERHEAD_BYTES;
    const chunksNeeded = this.#chunkBytesUsed() + chunkBytes + OVERHEAD_BYTES;
    if ('slotBytes' in sizes) {
      return slotsNeeded <= sizes.slotBytes && chunksNeeded <= sizes.chunkBytes;
    }
    const steps = Math.ceil(slotsNeeded / SLOT_STEP_BYTES) * SLOT_STEP_BYTES;
    const reserved = Math.max(steps, this.#slotsReserved + UNSEEN_BYTES);
    return reserved + chunksNeeded <= sizes.sharedBytes;
  }

  /** See {@link Device}. */
  freeBytes(): number {
    const { sizes } = this;
    const all = 'slotBytes' in sizes ? sizes.slotBytes + sizes.chunkBytes : sizes.sharedBytes;
    return all - this.#slotBytesUsed() - this.#chunkBytesUsed();
  }

  /** See {@link Device}. */
  collect(): void {
    this.debug.gc();
  }

  #slotBytesUsed(): number {
    const used = this.instrumentation.get(this.#slots)!;
    const steps = Math.ceil(used / SLOT_STEP_BYTES) * SLOT_STEP_BYTES;
    if (steps > this.#slotsReserved) this.#slotsReserved = steps;
    return used;
  }

  #chunkBytesUsed(): number {
    return this.instrumentation.get(this.#chunks)!;
  }
}
