/** Calls of compiled functions from outside, whose values need not go through the store's stack. */
import { fromBigInt, high, toS64 } from '../numeric/i64.js';
import { fault } from '../runtime/fault.js';
import type { Instance } from '../runtime/instance.js';
import { referenceFromHost, referenceToHost } from '../runtime/value.js';
import { isReference, ValueType } from '../types/value-type.js';
import { methodName } from './guest.js';
import { HELPER_SLOTS } from './values.js';

const { fround } = Math;

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** As `invoke`, for a function that is compiled. */
export function invokeCompiled(
  instance: Instance,
  index: number,
  args: readonly unknown[],
): unknown {
  const { store, module } = instance;
  const { top, inHost, slots, callerTop } = store;
  const { params, results } = module.functionType(index);
  const name = methodName(index);
  // Before the guest runs: what the host's code throws here is no trap.
  const values = params.length === 0 ? undefined : compiledValues(params, args);
  try {
    store.inHost = false;
    let returned: unknown;
    if (values === undefined) {
      // In place, because a list and `Reflect.apply` take XS as long as three calls.
      returned = (instance as unknown as Methods)[name]!(slots - HELPER_SLOTS);
    } else {
      values.push(slots - HELPER_SLOTS);
      returned = Reflect.apply((instance as unknown as Methods)[name]!, instance, values);
    }
    return results.length === 0 ? undefined : hostValues(results, returned, store.high);
  } catch (error) {
    throw fault(store, error);
  } finally {
    store.leave(top, inHost, callerTop, slots);
  }
}

/**
 * JavaScript values as a compiled function takes them: i64 as two. Converting one may run the host's code.
 * @throws TypeError when a value cannot be of its type
 */
function compiledValues(types: readonly ValueType[], values: readonly any[]): unknown[] {
  const made: unknown[] = [];
  for (let i = 0; i < types.length; i++) {
    const value = values[i];
    switch (types[i]!) {
      case ValueType.I32:
        made.push(value | 0);
        break;
      case ValueType.I64:
        made.push(fromBigInt(BigInt.asUintN(64, value)), high);
        break;
      // What XS holds as an integer becomes a double by a division by 1; its fround leaves integers.
      case ValueType.F32:
        made.push(fround(value / 1));
        break;
      case ValueType.F64:
        made.push(+value / 1);
        break;
      default:
        made.push(referenceFromHost(value, types[i]!));
    }
  }
  return made;
}

/** What a compiled function has returned, as JavaScript values. */
function hostValues(types: readonly ValueType[], returned: unknown, upper: number): unknown {
  if (types.length === 1) return hostValue(types[0]!, returned, upper);
  const flat = returned as unknown[];
  let next = 0;
  return types.map((type) =>
    type === ValueType.I64
      ? hostValue(type, flat[next++], flat[next++])
      : hostValue(type, flat[next++]),
  );
}

function hostValue(type: ValueType, value: unknown, upper: unknown = 0): unknown {
  if (type === ValueType.I64) return toS64(value as number, upper as number);
  return isReference(type) ? referenceToHost(value) : value;
}
