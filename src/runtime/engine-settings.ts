import type { RamBudget } from '../budget/claims.js';

/** Interpreted, compiled when first called, or compiled where that pays. */
export type Strategy = 'auto' | 'interpreter' | 'compiler';

/** What an engine decides for every store and module of its own; `embedding/config.ts` builds it. */
export interface EngineSettings {
  /** Bits of `Feature`. */
  readonly features: number;
  /** Whether code counts fuel. */
  readonly consumeFuel: boolean;
  /** Bytes that a store's stack may grow to. */
  readonly maxStackBytes: number;
  /** Bytes of stack that a store has from the beginning. */
  readonly initialStackBytes: number;
  /** Slots of the JavaScript engine's own stack, counted as XS's, that compiled code may take. */
  readonly compiledStackSlots: number;
  /** How functions are run. */
  readonly strategy: Strategy;
  /** How many calls from guests to host functions may be active at once in a store. */
  readonly maxHostDepth: number;
  /** Whether modules keep no custom sections. */
  readonly ignoreCustomSections: boolean;
  /** What all stores of the engine share; undefined without bounds. */
  readonly budget: RamBudget | undefined;
}
