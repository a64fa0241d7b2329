import { type Func, type Instance, type Store } from '../../src/index.js';
import { isReference, ValueType } from '../../src/types/value-type.js';
import { ofBits, ofReference, type Value } from './value.js';

/**
 * Calls a function with bits: JavaScript numbers, which the embedder's API takes, lose the payloads
 * of NaNs. The arguments are put into the store's cells, and the results are found there.
 */
export function rawCall(func: Func, args: readonly Value[]): Value[] {
  const { instance, index } = func;
  if (instance === undefined) throw new Error('a function of the host cannot be called with bits');
  const { module, store } = instance as Instance;
  if (index < module.importedFunctions) return rawCall(instance.functionAt(index), args);
  const { params, results } = func.type;
  if (args.length !== params.length) throw new Error(`${params.length} arguments expected`);
  const { top: frame, slots } = store;
  const end = frame + 2 * Math.max(params.length, results.length);
  if (end > store.cells.length) store.reserve(end);
  store.top = end;
  try {
    params.forEach((type, i) => write(store, frame + 2 * i, type, args[i]!));
    module.executor.call(store, instance, index, frame);
    return results.map((type, i) => read(store, frame + 2 * i, type));
  } finally {
    store.top = frame;
    store.slots = slots;
    store.inHost = false;
    store.callers.length = 0;
    store.callerTop = 0;
    store.refs.length = 0;
  }
}

function write(store: Store, cell: number, type: ValueType, value: Value): void {
  if (isReference(type)) {
    store.refs[cell >> 1] = value.reference;
    return;
  }
  store.cells[cell] = value.low;
  if (isWide(type)) store.cells[cell + 1] = value.high;
}

function read(store: Store, cell: number, type: ValueType): Value {
  if (isReference(type)) return ofReference(store.refs[cell >> 1]);
  return ofBits(store.cells[cell]!, isWide(type) ? store.cells[cell + 1]! : 0);
}

function isWide(type: ValueType): boolean {
  return type === ValueType.I64 || type === ValueType.F64;
}
