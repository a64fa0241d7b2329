import { Claim, chunkBytes } from '../budget/claims.js';
import { EngineSlots } from '../budget/engine-slots.js';
import { MAX_BYTE_PAGES, MAX_MEMORY_BYTES } from '../types/maximum.js';
import type { MemoryType } from '../types/memory-type.js';
import { detach } from './detach.js';
import { memoryView } from './memory-view.js';
import type { Store } from './store.js';

/**
 * A linear memory. It takes exactly the bytes that its pages have: of 1-byte pages, what was asked
 * for and no more.
 * https://webassembly.github.io/spec/core/exec/runtime.html#memory-instances
 */
export class Memory {
  /** The bytes, to read and write; another view after each growth. */
  view: DataView;

  /**
   * @throws RangeError when the store's limits or the host's memory refuse it
   * @throws BudgetExceeded
   */
  constructor(
    /** Whose limits it is bound by. */
    readonly store: Store,
    /** Its page size, and how many pages it may have. */
    readonly type: MemoryType,
  ) {
    const bytes = type.minimum * type.pageSize;
    const { limits } = store;
    if (
      store.memoryCount >= limits.memories! ||
      bytes > mostBytes(type) ||
      !limits.memoryGrowing(0, bytes, maximumBytes(type))
    ) {
      throw new RangeError(`memory minimum size of ${type.minimum} pages exceeds memory limits`);
    }
    store.take(Claim.LinearMemory, chunkBytes(bytes), EngineSlots.Memory);
    this.view = memoryView(new ArrayBuffer(bytes));
    store.memoryCount++;
  }

  /** The bytes themselves; growth detaches them. */
  get buffer(): ArrayBuffer {
    return this.view.buffer as ArrayBuffer;
  }

  /** Size in bytes. */
  get dataSize(): number {
    return this.view.byteLength;
  }

  /** Size in pages. */
  get size(): number {
    return this.view.byteLength / this.type.pageSize;
  }

  /** Bytes of a page. */
  get pageSize(): number {
    return this.type.pageSize;
  }

  /** The exponent of a page's bytes: 16 of 64 KiB, 0 of one byte. */
  get pageSizeLog2(): number {
    return this.type.pageSizeLog2;
  }

  /**
   * Grows by `delta` pages.
   * @returns the size before, in pages
   * @throws RangeError when maximum, limits or the host's memory refuse it; nothing has changed then
   */
  grow(delta: number): number {
    const before = this.tryGrow(delta);
    if (before < 0) throw new RangeError(`failed to grow memory by \`${delta}\``);
    return before;
  }

  /**
   * The instruction `memory.grow`: as {@link grow}, but −1 where that throws. The buffer becomes
   * another one even when nothing is added.
   * https://webassembly.github.io/spec/js-api/#refresh-the-memory-buffer
   * @throws RuntimeError growth operation limited, when the store's limits say so
   */
  tryGrow(delta: number): number {
    const { type, store, dataSize } = this;
    const { limits } = store;
    const before = this.size;
    const bytes = dataSize + delta * type.pageSize;
    const maximum = maximumBytes(type);
    if (delta !== 0 && !limits.memoryGrowing(dataSize, bytes, maximum)) return -1;
    const added = chunkBytes(bytes) - chunkBytes(dataSize);
    if (
      !(bytes > maximum!) &&
      bytes <= mostBytes(type) &&
      store.claim(Claim.LinearMemory, added, 0, dataSize)
    ) {
      try {
        this.view = memoryView(detach(this.buffer, bytes));
        return before;
      } catch {
        store.claim(Claim.LinearMemory, -added);
      }
    }
    limits.memoryGrowFailed?.();
    return -1;
  }

  /**
   * Copies bytes out.
   * @param offset in bytes
   * @throws RangeError when they do not lie in the memory
   */
  read(offset: number, target: Uint8Array): void {
    target.set(new Uint8Array(this.buffer, offset, target.length));
  }

  /**
   * Copies bytes in.
   * @param offset in bytes
   * @throws RangeError when they do not fit; nothing is written then
   */
  write(offset: number, source: Uint8Array): void {
    new Uint8Array(this.buffer).set(source, offset);
  }
}

/** A 64-bit memory must end before the address that stands for all beyond 32 bits: see `narrow`. */
function mostBytes({ pageSizeLog2, is64 }: MemoryType): number {
  return pageSizeLog2 === 0 || is64 ? MAX_BYTE_PAGES : MAX_MEMORY_BYTES;
}

function maximumBytes({ maximum, pageSize }: MemoryType): number | undefined {
  return maximum === undefined ? undefined : maximum * pageSize;
}
