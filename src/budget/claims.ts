import type { MemoryUsage } from './memory-usage.js';

/** What a store claims chunks for; the other numbers of its claims stand behind. */
export const enum Claim {
  LinearMemory,
  Tables,
  Globals,
  ValueStack,
  /** Slots, whatever they are for. */
  EngineObjects,
  Total,
}

/**
 * Bytes of RAM that a store and all that was made in it take, by `Claim`. What was made counts for
 * as long as the store lives, as in Wasmtime.
 */
export type Claims = number[];

/** A slot of XS's heap, on boards. */
export const XS_SLOT_BYTES = 16;

/** Bytes of XS's heap that a chunk takes: a header of 8, and what it holds, rounded up to 4. */
export function chunkBytes(payloadBytes: number): number {
  return payloadBytes + 8 + (-payloadBytes & 3);
}

/**
 * Who asks a {@link RamBudget}.
 * @internal
 */
export interface Claimant {
  readonly claims: Claims;
}

/**
 * A module that a budget counts; what its functions take that are compiled later, it adds itself.
 * @internal
 */
export interface Holdable {
  claims?: Claims;
  readonly memoryUsage: () => MemoryUsage;
}

/**
 * A budget that the stores of an engine share.
 * @internal
 */
export interface RamBudget {
  /** Bytes that all may take together; default: no bound. */
  readonly totalBytes?: number;
  /** A new store, which has no claims yet. */
  open(store: Claimant): void;
  /**
   * Takes RAM into account that is going to be allocated, or with negative numbers gives it back.
   * @param slots of 16 bytes
   * @param chunks bytes, headers included
   * @param copied bytes of chunks that are needed beside, until what they are copied from is dropped
   * @param store whose it is; without one, the engine's
   * @returns whether it may be taken; if not, nothing has changed
   */
  claim(slots: number, chunks: number, copied: number, store?: Claimant): boolean;
  /**
   * Asks for what loading a module of WebAssembly needs.
   * @throws BudgetExceeded
   */
  load(module: Uint8Array): void;
  /**
   * Asks for bytes, of slots or of chunks, without taking them into account.
   * @throws BudgetExceeded
   */
  room(bytes: number): void;
  /** Takes a module into account that was loaded, for as long as it lives. */
  hold(module: Holdable): void;
  /** The error for `asked` bytes that were refused. */
  refusal(asked: number): Error;
}
