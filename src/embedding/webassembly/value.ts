import { Func } from '../../runtime/func.js';
import { referenceFromHost } from '../../runtime/value.js';
import { isExceptionType, isReference, ValueType } from '../../types/value-type.js';
import type { State } from './state.js';

/**
 * A value as the embedder's API takes it, of the type's own range: references to functions are
 * `Func` there, and Exported Functions here.
 * https://webassembly.github.io/spec/js-api/#towebassemblyvalue
 * @throws TypeError when the value cannot be of the type
 */
export function toWebAssembly(state: State, value: any, type: ValueType): unknown {
  switch (type) {
    case ValueType.I32:
      return value | 0;
    case ValueType.I64:
      return BigInt.asIntN(64, value);
    case ValueType.F32:
      // Not Math.fround, which on XS returns integers as they are.
      return Float32Array.of(value)[0];
    case ValueType.F64:
      return +value;
    case ValueType.FuncRef: {
      if (value === null || value instanceof Func) return value;
      const func = state.find(value, Func);
      if (func === undefined) throw new TypeError('a function of WebAssembly or null expected');
      return func;
    }
    default: {
      if (isExceptionType(type)) throw new TypeError('an exnref is no value of JavaScript');
      const func = typeof value === 'function' ? state.find(value, Func) : undefined;
      return referenceFromHost(type === ValueType.ExternRef ? value : (func ?? value), type);
    }
  }
}

/** Whether values of the types are the same here and in the embedder's API. */
export function areSame(types: readonly ValueType[]): boolean {
  return !types.some((type) => type !== ValueType.ExternRef && isReference(type));
}
