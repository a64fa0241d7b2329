/** `Tag`, `Exception` and `JSTag` of namespaces. */
import { JS_TAG } from '../../extensions/exception-handling/exception.js';
import { Tag } from '../../runtime/tag.js';
import { isExceptionType } from '../../types/value-type.js';
import { defineException, exceptionObject } from './exception.js';
import type { ExceptionsHook } from './exceptions-hook.js';
import { externObject } from './instance.js';
import { defineTag } from './tag.js';
import { label } from './webidl.js';

export const EXCEPTIONS: ExceptionsHook = Object.freeze({
  tag: Tag,

  define(namespace, interfaces, state) {
    interfaces['Tag'] = defineTag(state);
    interfaces['Exception'] = defineException(state);
    for (const name of ['Tag', 'Exception']) {
      const value = interfaces[name];
      Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
    }
    const get = (): object => externObject(state(), JS_TAG);
    label(get, 'get JSTag', 0);
    Object.defineProperty(namespace, 'JSTag', { get, enumerable: true, configurable: true });
  },

  check({ params, results }) {
    if (params.some(isExceptionType) || results.some(isExceptionType)) {
      throw new TypeError('a value of type exnref cannot be a value of JavaScript');
    }
  },

  leave(state, run) {
    try {
      return run();
    } catch (error) {
      const { prototype } = state.interfaces['Exception']!;
      throw exceptionObject(state, prototype as object, error);
    }
  },
} satisfies ExceptionsHook);
