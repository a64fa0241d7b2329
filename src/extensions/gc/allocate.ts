import { chunkBytes, XS_SLOT_BYTES } from '../../budget/claims.js';
import type { Store } from '../../runtime/store.js';
import { MAX_ARRAY_BYTES, MAX_ARRAY_ELEMENTS } from '../maximum.js';
import { isReference, ValueType } from '../../types/value-type.js';
import { askRoom, limited } from '../room.js';
import {
  type DefinedType,
  PackedType,
  storageOf,
  type StorageType,
} from '../function-references/defined-type.js';
import { type ArrayObject, MOST_PROPERTIES, setHigh, setLow, type Structure } from './value.js';

/** A double, for which XS does not take the literal. */
const ZERO = 0 / 1;

/** What a field or element is at first. */
function defaultOf(storage: StorageType): unknown {
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
  const slots = 2 + 2 * Math.min(length, MOST_PROPERTIES);
  const batch = askRoom(store, slots, more && chunkBytes(XS_SLOT_BYTES * more));
  const object = Object.create(type) as Structure;
  if (batch !== undefined) object.batch = batch;
  if (more > 0) object.more = new Array<unknown>(more).fill(0);
  for (let i = 0; i < length; i++) {
    const storage = storageOf(fields[i]!);
    setLow(object, i, defaultOf(storage));
    if (storage === ValueType.I64) setHigh(object, i, 0);
  }
  return object;
}

/** Bytes of an element; of a reference, those of XS's slot. */
export function elementBytes(storage: StorageType): number {
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
  const storage = storageOf(type.fields![0]!);
  const bytes = length * elementBytes(storage);
  const most = isReference(storage as ValueType)
    ? MAX_ARRAY_ELEMENTS * XS_SLOT_BYTES
    : MAX_ARRAY_BYTES;
  if (bytes > most) throw limited();
  if (store.settings.consumeFuel) store.consumeFuel(length);
  const slots = isReference(storage as ValueType) ? 4 : 9;
  const batch = askRoom(store, slots, chunkBytes(bytes));
  const object = Object.create(type) as ArrayObject;
  if (batch !== undefined) object.batch = batch;
  try {
    object.data = dataOf(storage, length) as never;
  } catch {
    throw limited();
  }
  return object;
}

/** @throws RangeError when there is no memory for it */
function dataOf(storage: StorageType, length: number): ArrayLike<unknown> {
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
