/** `Tag`, `Exception` and `JSTag` of namespaces, and what calls do with exceptions. */
import { JS_TAG } from '../../extensions/exception-handling/exception.js';
import { type Func, HostFunc } from '../../runtime/func.js';
import { Instance } from '../../runtime/instance.js';
import type { FunctionType } from '../../types/function-type.js';
import type { Hooks } from '../../hooks.js';
import { isExceptionType } from '../../types/value-type.js';
import { defineException, exceptionObject } from './exception.js';
import { callFunction, hostFunction } from './exported-function.js';
import { externObject } from './instance.js';
import type { State } from './state.js';
import { defineTag } from './tag.js';
import { label } from './webidl.js';

/** Among `State.prototypes`, behind that of tags. */
const EXCEPTION = 5;

/** Whether values of the type cannot all be values of JavaScript. */
function isHidden({ params, results }: FunctionType): boolean {
  return [...params, ...results].some(isExceptionType);
}

function noValue(): TypeError {
  return new TypeError('an exnref is no value of JavaScript');
}

/** Runs what may call guests. @throws what these throw, as objects of the namespace */
function leave<T>(state: State, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw exceptionObject(state, state.prototypes[EXCEPTION]!, error);
  }
}

export const EXCEPTIONS = Object.freeze({
  extendNamespace(namespace, prototypes, state) {
    const interfaces = { Tag: defineTag(state), Exception: defineException(state) };
    prototypes.push(interfaces.Tag.prototype, interfaces.Exception.prototype);
    for (const [name, value] of Object.entries(interfaces)) {
      Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
    }
    const get = (): object => externObject(state(), JS_TAG);
    label(get, 'get JSTag', 0);
    Object.defineProperty(namespace, 'JSTag', { get, enumerable: true, configurable: true });
  },

  callExported(state, func: Func, args) {
    if (isHidden(func.type)) throw noValue();
    return leave(state, () => callFunction(state, func, args));
  },

  makeHostFunction(state, callback, type, index) {
    if (!isHidden(type)) return hostFunction(state, callback, type, index);
    const refuse = (): never => {
      throw noValue();
    };
    return new HostFunc(type, refuse, index);
  },

  makeInstance(state, module, externs) {
    return leave(state, () => new Instance(state.store, module, externs));
  },
} satisfies Partial<Hooks>);
