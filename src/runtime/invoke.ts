/** Calls across the border: the host's of guests, and guests' of the host. */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { ValueType } from '../types/value-type.js';
import type { HostFunc } from './func.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';
import { readValue, writeValue } from './value.js';

/**
 * Calls a function of an instance with JavaScript values. Whatever happens, the store is
 * afterwards as it was before, and can be used.
 * @throws RuntimeError when a guest traps; what a host function threw, unchanged
 */
export function invoke(instance: Instance, index: number, args: readonly unknown[]): unknown {
  const { module, store } = instance;
  if (index < module.importedFunctions) return instance.functions[index]!.call(...args);
  const { params, results } = module.functionType(index);
  const { top, inHost } = store;
  const callers = store.callers.length;
  const slots = params.length > results.length ? params.length : results.length;
  const end = top + 2 * slots;
  if (end > store.cells.length) store.reserve(end);
  // Converting an argument may run the host's code: what that calls goes above this frame.
  store.top = end;
  try {
    for (let i = 0; i < params.length; i++) writeValue(store, top + 2 * i, params[i]!, args[i]);
    store.inHost = false;
    module.executor.call(store, instance, index, top);
    return readResults(store, top, results);
  } finally {
    store.top = top;
    store.inHost = inHost;
    store.callers.length = callers;
    // References that stay on an idle stack would keep what they refer to alive.
    if (top === 0 && store.refs.length !== 0) store.refs.length = 0;
  }
}

function readResults(store: Store, frame: number, results: readonly ValueType[]): unknown {
  if (results.length === 0) return undefined;
  if (results.length === 1) return readValue(store, frame, results[0]!);
  return results.map((type, i) => readValue(store, frame + 2 * i, type));
}

/**
 * Calls a host function: its arguments lie from `frame` on, its results take their place.
 * @throws what the function throws; TypeError when what it returns is not of its type
 */
export function callHost(store: Store, func: HostFunc, frame: number): void {
  const { params, results } = func.type;
  if (store.hostDepth >= store.settings.maxHostDepth) throw trap(TrapCode.CallStackExhausted);
  const slots = params.length > results.length ? params.length : results.length;
  const end = frame + 2 * slots;
  if (end > store.cells.length) store.reserve(end);
  const args: unknown[] = [];
  for (let i = 0; i < params.length; i++) args.push(readValue(store, frame + 2 * i, params[i]!));
  const { top } = store;
  store.top = end;
  store.hostDepth++;
  store.inHost = true;
  // On an error `inHost` stays set, so that the loop lets it pass; `invoke` restores it.
  try {
    writeResults(store, frame, results, func.callback(...args));
    store.inHost = false;
  } finally {
    store.hostDepth--;
    store.top = top;
  }
}

function writeResults(
  store: Store,
  frame: number,
  results: readonly ValueType[],
  value: unknown,
): void {
  if (results.length === 0) return;
  if (results.length === 1) {
    writeValue(store, frame, results[0]!, value);
    return;
  }
  const values = [...(value as Iterable<unknown>)];
  if (values.length !== results.length) {
    throw new TypeError(`a host function returned ${values.length} values, not ${results.length}`);
  }
  for (let i = 0; i < results.length; i++) writeValue(store, frame + 2 * i, results[i]!, values[i]);
}
