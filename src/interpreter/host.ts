/** What the generated loop calls for instructions that are rare or long. */
import { RuntimeError, trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { Func } from '../runtime/func.js';
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
 * What `call_indirect` enters.
 * @param element index into the table, as int32
 * @param type index of the expected type, the lowest of its equals
 * @throws RuntimeError undefined element, uninitialized element, indirect call type mismatch
 */
export function indirect(
  instance: Instance,
  tableIndex: number,
  element: number,
  type: number,
): Func | number {
  const table = instance.tables[tableIndex]!;
  const index = element >>> 0;
  const { elements } = table;
  if (index >= elements.length) throw trap(TrapCode.UndefinedElement);
  let target: Func | number | null = elements[index];
  if (target === null) {
    throw new RuntimeError(`uninitialized element ${index}`, TrapCode.UninitializedElement);
  }
  if (typeof target === 'number') {
    if (table.owner === instance) {
      if (instance.module.typeIndex(target) !== type) throw mismatch();
      return callee(instance, target);
    }
    target = table.owner!.functionAt(target);
  }
  if (target.instance === instance) {
    if (instance.module.typeIndex(target.index) !== type) throw mismatch();
    return callee(instance, target.index);
  }
  if (!target.type.equals(instance.module.types[type]!)) throw mismatch();
  return target;
}

function mismatch(): Error {
  return trap(TrapCode.IndirectCallTypeMismatch);
}

/** Moves the arguments of a tail call down to the frame that they take over; both are cells. */
export function moveArguments(store: Store, from: number, to: number, count: number): void {
  store.cells.copyWithin(to, from, from + 2 * count);
  const { refs } = store;
  if (refs.length === 0) return;
  for (let i = 0; i < count; i++) refs[(to >> 1) + i] = refs[(from >> 1) + i];
}

/**
 * The error to report for what was thrown while guests ran: DataView's RangeError is the trap of an
 * access out of bounds. Errors of host functions pass unchanged.
 */
export function fault(store: Store, error: unknown): unknown {
  return !store.inHost && error instanceof RangeError
    ? trap(TrapCode.OutOfBoundsMemoryAccess)
    : error;
}
