import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { Store } from './store.js';

/**
 * The error to report for what was thrown while guests ran: DataView's RangeError is the trap of an
 * access out of bounds. Errors of host functions pass unchanged.
 */
export function fault(store: Store, error: unknown): unknown {
  if (store.inHost || !(error instanceof RangeError)) return error;
  // V8's own stack may end before what a store allows it, with an error of the same class.
  return trap(
    error.message === 'Maximum call stack size exceeded'
      ? TrapCode.CallStackExhausted
      : TrapCode.OutOfBoundsMemoryAccess,
  );
}
