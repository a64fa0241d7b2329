/** What the generated loop calls for instructions that are rare or long. */
import type { Func } from '../runtime/func.js';
import { indirect as find } from '../runtime/indirect.js';
import type { Instance } from '../runtime/instance.js';
import type { Store } from '../runtime/store.js';

/** The view of an instance's first memory; code that has none never asks. */
export function viewOf(instance: Instance): DataView {
  return instance.memory?.view as DataView;
}

/**
 * What a call of the function index enters: a number is a function of the instance itself, its
 * index less the imports'.
 */
export function callee(instance: Instance, index: number): Func | number {
  const own = index - instance.module.importedFunctions;
  return own < 0 ? instance.functions[index]! : own;
}

/**
 * What `call_indirect` enters, as {@link callee}.
 * @param element index into the table, as int32
 * @param type index of the expected type, the lowest of its equals
 * @throws RuntimeError undefined element, uninitialized element, indirect call type mismatch
 */
export function indirect(
  instance: Instance,
  table: number,
  element: number,
  type: number,
): Func | number {
  const target = find(instance, table, element, type);
  return typeof target === 'number' ? callee(instance, target) : target;
}

/** Moves the arguments of a tail call down to the frame that they take over; both are cells. */
export function moveArguments(store: Store, from: number, to: number, count: number): void {
  store.cells.copyWithin(to, from, from + 2 * count);
  const { refs } = store;
  if (refs.length === 0) return;
  for (let i = 0; i < count; i++) refs[(to >> 1) + i] = refs[(from >> 1) + i];
}
