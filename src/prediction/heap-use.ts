import { BOARD_HEAP } from '../budget/allocator.js';
import {
  alignedProduct,
  alignedSum,
  type HostAlignedByteCount,
  roundedUp,
} from '../budget/host-aligned-byte-count.js';
import { type MemoryUsage, USAGE_KINDS } from '../budget/memory-usage.js';

export type UsageKind = keyof MemoryUsage;

const NOTHING = roundedUp(0);

/** What is taken of XS's two heaps, and what for. */
export class HeapUse {
  private readonly slotsOf = new Map<UsageKind, number>();
  private readonly chunksOf = new Map<UsageKind, HostAlignedByteCount>();

  /** Adds slots and a chunk. */
  add(kind: UsageKind, slots: number, chunkBytes: HostAlignedByteCount = NOTHING): void {
    this.slotsOf.set(kind, (this.slotsOf.get(kind) ?? 0) + slots);
    this.chunksOf.set(kind, alignedSum(this.chunksOf.get(kind) ?? NOTHING, chunkBytes));
  }

  /** A sum of this and others; none is changed. */
  plus(...others: readonly HeapUse[]): HeapUse {
    const sum = new HeapUse();
    for (const use of [this, ...others]) {
      for (const kind of USAGE_KINDS)
        sum.add(kind, use.slotsOf.get(kind) ?? 0, use.chunksOf.get(kind));
    }
    return sum;
  }

  times(count: number): HeapUse {
    const product = new HeapUse();
    for (const kind of USAGE_KINDS) {
      const chunkBytes = this.chunksOf.get(kind) ?? NOTHING;
      product.add(kind, (this.slotsOf.get(kind) ?? 0) * count, alignedProduct(chunkBytes, count));
    }
    return product;
  }

  get slots(): number {
    return [...this.slotsOf.values()].reduce((sum, slots) => sum + slots, 0);
  }

  get chunkBytes(): HostAlignedByteCount {
    return [...this.chunksOf.values()].reduce(alignedSum, NOTHING);
  }

  /** Both heaps together, in bytes. */
  get bytes(): number {
    return this.slots * BOARD_HEAP.slotBytes + this.chunkBytes;
  }

  /** In bytes, by kind. */
  get usage(): MemoryUsage {
    const bytes = (kind: UsageKind): number =>
      (this.slotsOf.get(kind) ?? 0) * BOARD_HEAP.slotBytes + (this.chunksOf.get(kind) ?? 0);
    return Object.fromEntries(
      USAGE_KINDS.map((kind) => [kind, bytes(kind)]),
    ) as unknown as MemoryUsage;
  }
}
