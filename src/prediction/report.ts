import type { MemoryUsage } from '../budget/memory-usage.js';
import type { GuestForm } from './guest.js';

/** RAM of XS's heaps. */
export interface HeapReport {
  readonly bytes: number;
  readonly slots: number;
  readonly chunkBytes: number;
}

/** The same, by kind, in bytes. */
export interface UsageReport extends HeapReport {
  readonly usage: MemoryUsage;
}

/** What calls take of XS's stack. */
export interface StackReport {
  /** Whether functions can call themselves without end. */
  readonly recursion: 'bounded' | 'unbounded';
  /**
   * Slots that the program takes at its most: while a module is loaded, or in the deepest chain of
   * compiled functions. Null where that has no bound: it traps at `Config.compiledStackSlots`.
   */
  readonly xsSlots: number | null;
}

/** What one module costs. */
export interface ModuleReport {
  readonly name: string;
  readonly form: GuestForm;
  /** The file, or JavaScript's bytecode; see `flashExact`. */
  readonly flashBytes: number;
  /** False where it is an estimate: XS's bytecode of what is compiled ahead of time. */
  readonly flashExact: boolean;
  /** Once, however many instances there are. */
  readonly shared: UsageReport;
  /** Each instance, before its start function has run. */
  readonly instance: UsageReport;
  /** Each instance when memories and tables have grown to their declared maximum; null without one. */
  readonly instanceMaximum: HeapReport | null;
  readonly stack: StackReport;
  /** Live instances of this module alone that fit. */
  readonly fits: number;
}

/** What `wasmote budget` says; `docs/budget.schema.json` describes it. */
export interface BudgetReport {
  readonly format: 1;
  readonly board: {
    readonly name: string;
    readonly title: string;
    /** XS's heap in all: stack, slots and chunks. */
    readonly heapBytes: number;
    readonly stackSlots: number;
    readonly sramBytes: number;
    readonly flashBytes: number;
  };
  /** What is asked for: instances of each module, and whether code counts fuel. */
  readonly instances: number;
  readonly fuel: boolean;
  /** What the program has to import for the modules: `wasmote/gc`, … Their flash is in the sum. */
  readonly entries: readonly string[];
  /** Engine, store and linker. */
  readonly runtime: UsageReport;
  /** A small program, and the array that keeps the instances. */
  readonly program: HeapReport;
  /** What is kept free for calls and garbage. */
  readonly reserve: HeapReport;
  readonly modules: readonly ModuleReport[];
  readonly total: {
    /** All the above but the reserve, with so many instances. */
    readonly usedBytes: number;
    /** What is left of the heap beside XS's stack, the reserve included; below zero: it does not fit. */
    readonly freeBytes: number;
    readonly flashBytes: number;
    readonly fits: boolean;
    /** How many instances of each module fit when all have as many. */
    readonly rounds: number;
  };
}
