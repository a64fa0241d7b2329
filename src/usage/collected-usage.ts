import { BOARD_HEAP, chunkOf, elementsChunk, Slots } from '../budget/allocator.js';
import { FunctionType } from '../types/function-type.js';

const { slotBytes } = BOARD_HEAP;

/** Adds up what structures and arrays take, each once, and what they refer to. */
export class CollectedUsage {
  bytes = 0;
  private readonly met = new Set<object>();

  /** Adds a value, if it is one of them: their prototypes are types. */
  add(value: unknown): void {
    const waiting = [value];
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (!(next instanceof FunctionType) || this.met.has(next)) continue;
      this.met.add(next);
      this.bytes += slotBytes * Slots.Object;
      for (const name of Object.getOwnPropertyNames(next)) {
        this.bytes += slotBytes * Slots.Property;
        const held = (next as unknown as Record<string, unknown>)[name];
        if (Array.isArray(held)) {
          this.bytes += slotBytes * Slots.Array + elementsChunk(held.length);
          waiting.push(...(held as unknown[]));
        } else if (ArrayBuffer.isView(held)) {
          this.bytes +=
            slotBytes * (Slots.TypedArray + Slots.ArrayBuffer) + chunkOf(held.byteLength);
        } else waiting.push(held);
      }
    }
  }
}
