/** Calls across the border: the host's of guests, and guests' of the host. */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import type { HostCallback, HostFunc } from './func.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';
import { readValue, writeValue } from './value.js';

/**
 * Calls a function of an instance with JavaScript values. Whatever happens, the store is
 * afterwards as it was before, and can be used.
 *
 * Host functions may call guests, so the functions here lie several times on the stack of XS, which
 * has 512 slots or fewer on a board: what can be done before or after the call is done by functions
 * that have returned by then.
 * @throws RuntimeError when a guest traps; what a host function threw, unchanged
 */
export function invoke(instance: Instance, index: number, args: readonly unknown[]): unknown {
  const { module } = instance;
  if (index < module.importedFunctions) return instance.functions[index]!.call(...args);
  const { executor } = module;
  return executor.invoke === undefined
    ? invokeOnStack(instance, index, args)
    : executor.invoke(instance, index, args);
}

/** Calls a function that finds its arguments on the store's stack. */
export function invokeOnStack(
  instance: Instance,
  index: number,
  args: readonly unknown[],
): unknown {
  const { store, module } = instance;
  const { top, inHost, slots, callerTop } = store;
  try {
    const type = module.functionType(index);
    writeArguments(store, type, args);
    module.executor.call(store, instance, index, top);
    return readResults(store, type, top);
  } finally {
    store.leave(top, inHost, callerTop, slots);
  }
}

/** Puts the arguments on top of the stack, and reserves room for the results in their place. */
function writeArguments(store: Store, type: FunctionType, args: readonly unknown[]): void {
  const { params } = type;
  const frame = store.top;
  // Converting an argument may run the host's code: what that calls goes above this frame.
  store.top = frame + 2 * slotsOf(type);
  if (store.top > store.cells.length) store.reserve(store.top);
  for (let i = 0; i < params.length; i++) writeValue(store, frame + 2 * i, params[i]!, args[i]);
  store.inHost = false;
}

function readResults(store: Store, { results }: FunctionType, frame: number): unknown {
  if (results.length === 0) return undefined;
  if (results.length === 1) return readValue(store, frame, results[0]!);
  return results.map((type, i) => readValue(store, frame + 2 * i, type));
}

/** Slots that arguments and results share. */
function slotsOf({ params, results }: FunctionType): number {
  return params.length > results.length ? params.length : results.length;
}

/**
 * Calls a host function: its arguments lie from `frame` on, its results take their place.
 * @throws what the function throws; TypeError when what it returns is not of its type
 */
export function callHost(store: Store, func: HostFunc, frame: number): void {
  const { top } = store;
  const args = enterHost(store, func, frame);
  // On an error `inHost` stays set, so that the loop lets it pass; `invoke` restores it.
  try {
    writeResults(store, frame, func.type.results, callBack(func.callback, args));
    store.inHost = false;
  } finally {
    store.hostDepth--;
    store.top = top;
  }
}

/** Calls with a few arguments in place: `Reflect.apply` would take a dozen slots of XS's stack more. */
function callBack(callback: HostCallback, args: readonly unknown[]): unknown {
  switch (args.length) {
    case 0:
      return callback();
    case 1:
      return callback(args[0]);
    case 2:
      return callback(args[0], args[1]);
    case 3:
      return callback(args[0], args[1], args[2]);
    default:
      return Reflect.apply(callback, undefined, args);
  }
}

/** Reads the arguments and makes room above them for what the function may call. */
function enterHost(store: Store, func: HostFunc, frame: number): unknown[] {
  const { type } = func;
  if (store.hostDepth >= store.settings.maxHostDepth) throw trap(TrapCode.CallStackExhausted);
  const end = frame + 2 * slotsOf(type);
  if (end > store.cells.length) store.reserve(end);
  const args = type.params.map((param, i) => readValue(store, frame + 2 * i, param));
  store.top = end;
  store.hostDepth++;
  store.inHost = true;
  return args;
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
