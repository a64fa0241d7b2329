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
 * @param table −1 less the number of arguments, for `call_ref`
 * @param element index into the table, as int32
 * @param frame the cell of the first argument
 * @param type index of the expected type, the lowest of its equals
 * @throws RuntimeError undefined element, uninitialized element, indirect call type mismatch
 */
export function indirect(
  instance: Instance,
  table: number,
  element: number,
  type: number,
  frame: number,
): Func | number {
  // What `call_ref` calls lies behind the arguments, of which there are so many.
  const found: unknown = table < 0 ? instance.store.refs[(frame >> 1) - 1 - table] : element;
  const target = find(instance, table, found, type);
  return typeof target === 'number' ? callee(instance, target) : target;
}

/** Where an entry of the code's directory says that a function's instructions begin. */
export function startOf(code: Int32Array, own: number): number {
  const entry = code[own]!;
  return (entry & 255) === 255 ? (entry >>> 8) + 1 : entry >>> 16;
}

/**
 * Calls a compiled function that a function in the interpreter has called: its arguments lie from
 * `frame` on, and its results take their place.
 * @returns the cell of the frame's return slot
 */
export function enterCompiled(
  store: Store,
  instance: Instance,
  own: number,
  frame: number,
): number {
  const { code, executor, importedFunctions } = instance.module;
  const { top } = store;
  const cell = frame + 2 * returnSlotOf(code, own);
  // What the function calls in turn lies above arguments, results and return slot.
  store.top = cell + 2;
  executor.enter!(store, instance, own + importedFunctions, frame);
  store.top = top;
  return cell;
}

/** The return slot of a function's frame. @param own the function's index less the imports' */
export function returnSlotOf(code: Int32Array, own: number): number {
  const entry = code[own]!;
  return (entry & 255) === 255 ? code[entry >>> 8]! >>> 16 : (entry >>> 8) & 255;
}

/** Moves the arguments of a tail call down to the frame that they take over; both are cells. */
export function moveArguments(store: Store, from: number, to: number, count: number): void {
  store.cells.copyWithin(to, from, from + 2 * count);
  const { refs } = store;
  if (refs.length === 0) return;
  for (let i = 0; i < count; i++) refs[(to >> 1) + i] = refs[(from >> 1) + i];
}
