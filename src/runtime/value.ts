/**
 * Values between JavaScript and the stack: i32, f32 and f64 as numbers, i64 as BigInt, references
 * as `Func` or null, for externref anything.
 * https://webassembly.github.io/spec/js-api/#towebassemblyvalue
 */
import { fromBigInt, high, toS64 } from '../numeric/i64.js';
import { hooks } from '../hooks.js';
import { isNonNull, ValueType, valueTypeName } from '../types/value-type.js';
import { Reference } from './reference.js';
import type { Store } from './store.js';

/** @throws TypeError when the value cannot be of the reference type */
function checkReference(value: unknown, type: ValueType): void {
  if (value === null ? !isNonNull(type) : type === ValueType.ExternRef) return;
  if (type === ValueType.FuncRef) {
    if (value instanceof Reference) return;
    throw new TypeError('a funcref must be a function of WebAssembly or null');
  }
  if (hooks.isOf?.(value, type) !== true) {
    throw new TypeError(`the value is no ${valueTypeName(type)}`);
  }
}

/** A reference that the host gives. @throws TypeError when the value cannot be of the type */
export function referenceFromHost(value: unknown, type: ValueType): unknown {
  const found = hooks.fromHost === undefined ? value : hooks.fromHost(value);
  checkReference(found, type);
  return found;
}

/** A reference that the host is given. */
export function referenceToHost(value: unknown): unknown {
  return hooks.toHost === undefined ? value : hooks.toHost(value);
}

/** The value in the slot that begins at `cell`. */
export function readValue(store: Store, cell: number, type: ValueType): unknown {
  switch (type) {
    case ValueType.I32:
      return store.cells[cell];
    case ValueType.I64:
      return toS64(store.cells[cell]!, store.cells[cell + 1]!);
    case ValueType.F32:
      return store.floats[cell];
    case ValueType.F64:
      return store.doubles[cell >> 1];
    default:
      return referenceToHost(store.refs[cell >> 1]);
  }
}

/**
 * Puts a JavaScript value into the slot that begins at `cell`. The value is converted before the
 * store's arrays are looked at: a conversion may run the host's code, which may call guests and so
 * make the stack grow.
 * @throws TypeError when the value cannot be of the type
 */
export function writeValue(store: Store, cell: number, type: ValueType, value: any): void {
  switch (type) {
    case ValueType.I32: {
      const integer = value | 0;
      store.cells[cell] = integer;
      break;
    }
    case ValueType.I64: {
      const low = fromBigInt(BigInt.asUintN(64, value));
      store.cells[cell] = low;
      store.cells[cell + 1] = high;
      break;
    }
    case ValueType.F32: {
      const number = +value;
      store.floats[cell] = number;
      break;
    }
    case ValueType.F64: {
      const number = +value;
      store.doubles[cell >> 1] = number;
      break;
    }
    default:
      store.refs[cell >> 1] = referenceFromHost(value, type);
  }
}
