/**
 * Values between compiled functions, which have them as JavaScript arguments and results, and the
 * store's stack. An i64 is two numbers; as the only result its low half is returned, and the high
 * half left in `store.high`; several results are an array.
 */
import { bitsCarried, bitsOfF64, carryF32, f64OfBits } from '../numeric/bits.js';
import { high } from '../numeric/i64.js';
import type { Store } from '../runtime/store.js';
import type { FunctionType } from '../types/function-type.js';
import { ValueType } from '../types/value-type.js';
import { GUARANTEED_SLOTS } from './function-source.js';

/**
 * Slots of XS's stack that functions are not told of: those that every call finds, and what the deepest
 * one takes for expressions (BOARD_EXPRESSIONS) and for functions of the runtime, which it calls without
 * asking; divisions of i64 take most (test/compiler/stack.test.ts).
 */
export const HELPER_SLOTS = GUARANTEED_SLOTS + 96;

/**
 * A list for values of any kind: V8 would keep a list of nothing but doubles as those, and make
 * signalling NaNs quiet.
 */
function listOf(types: readonly ValueType[], more = 0): unknown[] {
  let length = more;
  for (const type of types) length += type === ValueType.I64 ? 2 : 1;
  return new Array<unknown>(length).fill(undefined);
}

/** The arguments that lie from a cell on, and behind them the slots that are left of the stack. */
export function readArguments(store: Store, { params }: FunctionType, frame: number): unknown[] {
  const args = listOf(params, 1);
  let next = 0;
  for (let i = 0; i < params.length; i++) {
    next = read(store, params[i]!, frame + 2 * i, args, next);
  }
  args[next] = store.slots - HELPER_SLOTS;
  return args;
}

/** The results that lie from a cell on, as a compiled function would return them. */
export function readReturned(store: Store, { results }: FunctionType, frame: number): unknown {
  if (results.length === 0) return undefined;
  const values = listOf(results);
  let next = 0;
  results.forEach((type, i) => {
    next = read(store, type, frame + 2 * i, values, next);
  });
  if (results.length > 1) return values;
  if (results[0] === ValueType.I64) store.high = values[1] as number;
  return values[0];
}

/** Reads one value into a list; returns where the next one goes. */
function read(store: Store, type: ValueType, cell: number, into: unknown[], at: number): number {
  switch (type) {
    case ValueType.I32:
      into[at] = store.cells[cell];
      break;
    case ValueType.I64:
      into[at] = store.cells[cell];
      into[at + 1] = store.cells[cell + 1];
      return at + 2;
    case ValueType.F32: {
      const value = store.floats[cell]!;
      into[at] = value === value ? value : carryF32(store.cells[cell]!);
      break;
    }
    case ValueType.F64: {
      const value = store.doubles[cell >> 1]!;
      into[at] = value === value ? value : f64OfBits(store.cells[cell]!, store.cells[cell + 1]!);
      break;
    }
    default:
      into[at] = store.refs[cell >> 1];
  }
  return at + 1;
}

/** Puts arguments of a compiled call on the stack. */
export function writeArguments(
  store: Store,
  { params }: FunctionType,
  frame: number,
  args: readonly any[],
): void {
  let next = 0;
  params.forEach((type, i) => {
    write(store, type, frame + 2 * i, args[next], args[next + 1]);
    next += type === ValueType.I64 ? 2 : 1;
  });
}

/** Puts what a compiled function has returned on the stack. */
export function writeReturned(
  store: Store,
  { results }: FunctionType,
  frame: number,
  returned: any,
): void {
  if (results.length === 0) return;
  if (results.length === 1) {
    write(store, results[0]!, frame, returned, store.high);
    return;
  }
  let next = 0;
  results.forEach((type, i) => {
    write(store, type, frame + 2 * i, returned[next], returned[next + 1]);
    next += type === ValueType.I64 ? 2 : 1;
  });
}

/** Writes one value; of an i64 `value` is the low half. */
function write(store: Store, type: ValueType, cell: number, value: any, upper: number): void {
  switch (type) {
    case ValueType.I32:
      store.cells[cell] = value;
      break;
    case ValueType.I64:
      store.cells[cell] = value;
      store.cells[cell + 1] = upper;
      break;
    case ValueType.F32:
      if (value === value) store.floats[cell] = value;
      else store.cells[cell] = bitsCarried(value);
      break;
    case ValueType.F64:
      if (value === value) store.doubles[cell >> 1] = value;
      else {
        store.cells[cell] = bitsOfF64(value);
        store.cells[cell + 1] = high;
      }
      break;
    default:
      store.refs[cell >> 1] = value;
  }
}
