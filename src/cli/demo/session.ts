import type * as library from '../../index.js';

/** How many instances of which guest: `[name, count]`. */
export type Plan = readonly (readonly [guest: string, count: number])[];

/**
 * What the demonstration tells while it goes on; see `sim/apps/demo/session.js`, which runs on XS
 * and on Node alike. Bytes are NaN, or null in JSON, where nothing measures them.
 */
export type SessionEvent =
  | {
      readonly event: 'loaded';
      readonly guest: string;
      readonly does: string;
      readonly moduleBytes: number;
      /** Of each instance, in the order in which they were made. */
      readonly instanceBytes: readonly number[];
      /** Linear memory of each instance. */
      readonly memoryBytes: number;
    }
  | {
      readonly event: 'played';
      readonly guest: string;
      /** Calls in all instances together. */
      readonly calls: number;
      /** What the first instance answered, as `step(1) = 17`. */
      readonly answers: readonly string[];
      /** How the first instance trapped, as `apply(3, 1, 0): integer divide by zero`. */
      readonly traps: readonly string[];
      /** Every answer that was not the expected one. */
      readonly failures: readonly string[];
    }
  /** What calling left in the heap. */
  | { readonly event: 'called'; readonly bytes: number }
  | {
      readonly event: 'end';
      /** Bytes of heap in use, after a collection. */
      readonly used: number;
      readonly freeBytes: number;
    };

/** What the session needs of the place where it runs. */
export interface SessionHost {
  used(): number;
  wasm(guest: string): library.ModuleSource;
  script(guest: string): unknown;
  report(event: SessionEvent): void;
}

/** The module `sim/apps/demo/session.js`. */
export interface SessionModule {
  runSession(wasmote: typeof library, host: SessionHost, plan: Plan): unknown;
}
