import { chunkBytes, Claim, XS_SLOT_BYTES } from '../../budget/claims.js';
import { trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import type { Store } from '../../runtime/store.js';
import { MAX_ARRAY_BYTES, MAX_ARRAY_ELEMENTS } from '../maximum.js';
import { isReference, ValueType } from '../../types/value-type.js';
import { type DefinedType, PackedType } from '../function-references/defined-type.js';
import { type ArrayObject, MOST_PROPERTIES, setHigh, setLow, type Structure } from './value.js';

/** Asking a budget takes long: it is asked for so many bytes at once. */
const STEP_BYTES = 1024;

/** What a budget has said there is room for, and whose it is. */
let granted = 0;
let grantedTo: Store | undefined;

/** A double, for which XS does not take the literal. */
const ZERO = 0 / 1;

/**
 * Asks whether there is room for a structure or an array. What there is room for is not held: XS
 * collects these objects, and does not say when. So it is the heap of the device that a budget reads
 * which bounds them; a store's limit, and a budget without a device, bound each of them alone.
 * @throws RuntimeError growth operation limited
 */
function ask(store: Store, slots: number, chunks: number): void {
  const bytes = XS_SLOT_BYTES * slots + chunks;
  const { budget } = store.settings;
  if (bytes > store.limits.totalBytes! - store.claims[Claim.Total]!) throw limited();
  if (budget === undefined) return;
  if (grantedTo === store && bytes <= granted) {
    granted -= bytes;
    return;
  }
  const step = bytes < STEP_BYTES ? STEP_BYTES - bytes : 0;
  grantedTo = undefined;
  if (!fits(store, slots + step / XS_SLOT_BYTES, chunks)) throw limited();
  granted = step;
  grantedTo = store;
}

function fits(store: Store, slots: number, chunks: number): boolean {
  const budget = store.settings.budget!;
  if (!budget.claim(slots, chunks, 0, store)) return false;
  return budget.claim(-slots, -chunks, 0, store);
}

function limited(): Error {
  return trap(TrapCode.GrowthLimited);
}

/** What a field or element is at first. */
function defaultOf(storage: ValueType | PackedType): unknown {
  switch (storage) {
    case ValueType.I32:
    case ValueType.I64:
    case PackedType.I8:
    case PackedType.I16:
      return 0;
    case ValueType.F32:
    case ValueType.F64:
      return ZERO;
    default:
      return null;
  }
}

/** A structure whose fields are zero or null. */
export function newStructure(store: Store, type: DefinedType): Structure {
  const fields = type.fields!;
  const { length } = fields;
  const more = length > MOST_PROPERTIES ? 2 * (length - MOST_PROPERTIES) : 0;
  // An i64 takes two properties: as if all were.
  ask(store, 4 + 2 * Math.min(length, MOST_PROPERTIES), more && chunkBytes(XS_SLOT_BYTES * more));
  const object = Object.create(type) as Structure;
  if (more > 0) object.more = new Array<unknown>(more).fill(0);
  for (let i = 0; i < length; i++) {
    const { storage } = fields[i]!;
    setLow(object, i, defaultOf(storage));
    if (storage === ValueType.I64) setHigh(object, i, 0);
  }
  return object;
}

/** Bytes of an element; of a reference, those of XS's slot. */
export function elementBytes(storage: ValueType | PackedType): number {
  switch (storage) {
    case PackedType.I8:
      return 1;
    case PackedType.I16:
      return 2;
    case ValueType.I32:
    case ValueType.F32:
      return 4;
    case ValueType.I64:
    case ValueType.F64:
      return 8;
    default:
      return XS_SLOT_BYTES;
  }
}

/** An array whose elements are zero or null. */
export function newArray(store: Store, type: DefinedType, length: number): ArrayObject {
  const { storage } = type.fields![0]!;
  const bytes = length * elementBytes(storage);
  const most = isReference(storage as ValueType)
    ? MAX_ARRAY_ELEMENTS * XS_SLOT_BYTES
    : MAX_ARRAY_BYTES;
  if (bytes > most) throw limited();
  if (store.settings.consumeFuel) store.consumeFuel(length);
  ask(store, 9, chunkBytes(bytes));
  const object = Object.create(type) as ArrayObject;
  try {
    object.data = dataOf(storage, length) as never;
  } catch {
    throw limited();
  }
  return object;
}

/** @throws RangeError when there is no memory for it */
function dataOf(storage: ValueType | PackedType, length: number): ArrayLike<unknown> {
  switch (storage) {
    case PackedType.I8:
      return new Int8Array(length);
    case PackedType.I16:
      return new Int16Array(length);
    case ValueType.I32:
    case ValueType.F32:
      return new Int32Array(length);
    case ValueType.I64:
      return new Int32Array(2 * length);
    case ValueType.F64:
      return new Float64Array(length);
    default:
      return new Array<unknown>(length).fill(null);
  }
}
