import { Func, HostFunc } from '../../runtime/func.js';
import { invoke } from '../../runtime/invoke.js';
import { referenceToHost } from '../../runtime/value.js';
import { type FunctionType } from '../../types/function-type.js';
import { hooks } from '../../hooks.js';
import { isExceptionType, ValueType } from '../../types/value-type.js';
import type { State } from './state.js';
import { areSame, toWebAssembly } from './value.js';
import { label } from './webidl.js';

/**
 * The function that programs see of a function of WebAssembly: the same one each time.
 * https://webassembly.github.io/spec/js-api/#a-new-exported-function
 */
export function exportedFunction(state: State, func: Func): object {
  const made = state.objects.get(func);
  if (made !== undefined) return made;
  // An arrow function is no constructor, as the specification wants it.
  const exported = (...args: unknown[]): unknown =>
    (hooks.callExported ?? callFunction)(state, func, args);
  label(exported, `${func.index}`, func.type.params.length);
  state.pair(exported, func);
  return exported;
}

/** https://webassembly.github.io/spec/js-api/#tojsvalue */
export function toJavaScript(state: State, value: unknown, type: ValueType): unknown {
  if (isExceptionType(type)) throw new TypeError('an exnref is no value of JavaScript');
  return type !== ValueType.ExternRef && value instanceof Func
    ? exportedFunction(state, value)
    : referenceToHost(value);
}

/** https://webassembly.github.io/spec/js-api/#call-an-exported-function */
export function callFunction(state: State, func: Func, args: readonly unknown[]): unknown {
  const { type, instance } = func;
  const { params, results } = type;
  if (instance === undefined) return callHostFunction(state, func as HostFunc, args);
  const values = areSame(params)
    ? args
    : params.map((param, i) => toWebAssembly(state, args[i], param));
  return fromWebAssembly(state, invoke(instance, func.index, values), results);
}

/** A function of the host's that came back as an export: its values still have their types. */
function callHostFunction(state: State, func: HostFunc, args: readonly unknown[]): unknown {
  const { params, results } = func.type;
  const values = params.map((param, i) => toWebAssembly(state, args[i], param));
  const result: unknown = Reflect.apply(func.callback, undefined, values);
  return fromWebAssembly(state, ofResults(state, result, results), results);
}

/** Results of the embedder's API as programs see them: none, one, or an array. */
function fromWebAssembly(state: State, result: unknown, results: readonly ValueType[]): unknown {
  if (areSame(results)) return result;
  if (results.length === 1) return toJavaScript(state, result, results[0]!);
  return (result as unknown[]).map((value, i) => toJavaScript(state, value, results[i]!));
}

/**
 * What a host function returned, as the embedder's API takes it.
 * https://webassembly.github.io/spec/js-api/#run-a-host-function
 */
function ofResults(state: State, result: unknown, results: readonly ValueType[]): unknown {
  if (results.length === 0) return undefined;
  if (results.length === 1) return toWebAssembly(state, result, results[0]!);
  const values = [...(result as Iterable<unknown>)];
  if (values.length !== results.length) {
    throw new TypeError(`${results.length} results expected, not ${values.length}`);
  }
  return values.map((value, i) => toWebAssembly(state, value, results[i]!));
}

/**
 * A function that is given for an import.
 * @param index how many functions were imported before it: its name when it is exported again
 */
export function hostFunction(
  state: State,
  callback: (...args: unknown[]) => unknown,
  type: FunctionType,
  index: number,
): HostFunc {
  const { params, results } = type;
  if (areSame(params) && areSame(results)) return new HostFunc(type, callback, index);
  const converting = (...args: unknown[]): unknown => {
    const values = params.map((param, i) => toJavaScript(state, args[i], param));
    return ofResults(state, Reflect.apply(callback, undefined, values), results);
  };
  return new HostFunc(type, converting, index);
}
