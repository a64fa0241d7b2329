import type { Executor } from '../runtime/executor.js';
import { fault } from '../runtime/fault.js';
import type { Instance } from '../runtime/instance.js';
import type { Store } from '../runtime/store.js';
import { methodName } from './guest.js';
import { invokeCompiled } from './invoke-compiled.js';
import { readArguments, writeReturned } from './values.js';

/** Runs functions that are methods of the instance. */
export const compiledExecutor: Executor = Object.freeze({
  call(store: Store, instance: Instance, index: number, frame: number): void {
    const type = instance.module.functionType(index);
    const args = readArguments(store, type, frame);
    let returned: unknown;
    try {
      const method = (instance as unknown as Record<string, () => unknown>)[methodName(index)]!;
      returned = Reflect.apply(method, instance, args);
    } catch (error) {
      throw fault(store, error);
    }
    writeReturned(store, type, frame, returned);
  },

  invoke: invokeCompiled,
  method: methodName,
});
