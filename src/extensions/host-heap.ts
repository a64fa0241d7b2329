/**
 * The heap of a JavaScript engine that is no board's. When it is full V8 ends the process, which guests
 * must not bring about; so it is read where the host tells it: on Node, and in browsers with
 * `performance.memory`.
 */

/**
 * What is left to the program: a part of the heap's limit, and what young objects have of it, where no
 * others can be; and so many bytes of the process.
 */
const KEPT_PART = 1 / 8;
const KEPT_BYTES = 67_108_864;

interface Statistics {
  readonly used_heap_size: number;
  readonly heap_size_limit: number;
}

interface Host {
  readonly process?: {
    getBuiltinModule?: (name: string) => { getHeapStatistics(): Statistics } | undefined;
    availableMemory?: () => number;
  };
  readonly performance?: {
    readonly memory?: { readonly usedJSHeapSize: number; readonly jsHeapSizeLimit: number };
  };
}

/** Whether so many bytes more can be allocated; true where nothing tells. */
export function hostHasRoom(bytes: number): boolean {
  const { process, performance } = globalThis as Host;
  const memory = performance?.memory;
  const statistics = process?.getBuiltinModule?.('node:v8')?.getHeapStatistics();
  const used = statistics?.used_heap_size ?? memory?.usedJSHeapSize ?? 0;
  const limit = statistics?.heap_size_limit ?? memory?.jsHeapSizeLimit ?? Infinity;
  const available = process?.availableMemory?.() ?? Infinity;
  const kept = Math.min(limit / 2, limit * KEPT_PART + KEPT_BYTES);
  return used + kept <= limit && available >= bytes + KEPT_BYTES;
}
