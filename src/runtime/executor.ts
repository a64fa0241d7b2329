import type { Instance } from './instance.js';
import type { Store } from './store.js';

/** What runs a module's functions. */
export interface Executor {
  /**
   * Calls a function of the instance that is no import. The arguments lie in the store's cells from
   * `frame` on, a slot each; the results take their place.
   * @throws RuntimeError when the guest traps; whatever a host function throws, unchanged
   */
  call(store: Store, instance: Instance, index: number, frame: number): void;
  /** As `invoke` of invoke.ts, where values need not go through the store's stack. */
  invoke?(instance: Instance, index: number, args: readonly unknown[]): unknown;
  /** As {@link call}, for a compiled function that a function in the interpreter calls. */
  enter?(store: Store, instance: Instance, index: number, frame: number): void;
  /** The module's register code as it was before functions were compiled, for an image. */
  pristine?(): Int32Array;
  /** The bytes of the module from which functions are compiled, for an image. */
  readonly source?: Uint8Array | undefined;
  /** Bytes of RAM that code takes which was compiled on the device, with all that compiling needs. */
  readonly ramBytes?: number;
  /** The name of a function's method, where functions are methods of the instance. */
  method?(index: number): string;
}
