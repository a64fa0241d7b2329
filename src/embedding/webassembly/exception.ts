import {
  Exception as RuntimeException,
  JS_TAG,
} from '../../extensions/exception-handling/exception.js';
import type { Store } from '../../runtime/store.js';
import { Tag as RuntimeTag } from '../../runtime/tag.js';
import { toJavaScript } from './exported-function.js';
import { sequence } from './sequence.js';
import type { GetState, State } from './state.js';
import type { ExceptionConstructor } from './types.js';
import { toWebAssembly } from './value.js';
import { defineInterface, dictionary, enforceRange, label } from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#exceptions */
export function defineException(state: GetState): ExceptionConstructor {
  const payloadOf = (object: unknown, exceptionTag: unknown): RuntimeException | undefined => {
    const exception = state().require(object, RuntimeException);
    return exception.tag === state().require(exceptionTag, RuntimeTag) ? exception : undefined;
  };

  class Exception {
    constructor(exceptionTag: unknown, payload: unknown, options: unknown = undefined) {
      const tag = state().require(exceptionTag, RuntimeTag);
      const values = sequence(payload, 'payload');
      const isTraced = Boolean(dictionary(options)['traceStack']);
      const { params } = tag.ty;
      if (tag === JS_TAG) throw new TypeError('JSTag is of what is no exception of WebAssembly');
      if (values.length !== params.length) {
        throw new TypeError(`${params.length} values expected, not ${values.length}`);
      }
      const converted = params.map((type, i) => toWebAssembly(state(), values[i], type));
      const exception = new RuntimeException(tag, converted);
      if (isTraced) exception.trace = exception.stack;
      pair(state(), this, exception);
    }

    getArg(exceptionTag: unknown, index: unknown): unknown {
      const exception = payloadOf(this, exceptionTag);
      const number = enforceRange(index, 'index');
      if (exception === undefined) throw new TypeError('the exception has another tag');
      const { params } = exception.tag.ty;
      const type = params[number];
      if (type === undefined) throw new RangeError(`the exception holds ${params.length} values`);
      return toJavaScript(state(), exception.payload[number], type);
    }

    is(exceptionTag: unknown): boolean {
      return payloadOf(this, exceptionTag) !== undefined;
    }

    get stack(): string | undefined {
      return state().require(this, RuntimeException).trace;
    }
  }
  const made = defineInterface('Exception', Exception);
  label(made, 'Exception', 2);
  label(made.prototype.getArg, 'getArg', 2);
  return made as unknown as ExceptionConstructor;
}

/** The store's guests know the object as the exception from now on. */
function pair(state: State, object: object, exception: RuntimeException): void {
  const store: Store = state.store;
  store.recognize ??= (thrown) => state.find(thrown, RuntimeException);
  state.pair(object, exception);
}

/** What a guest has thrown, as an object of the namespace: the same one each time. */
export function exceptionObject(state: State, prototype: object, thrown: unknown): unknown {
  if (!(thrown instanceof RuntimeException)) return thrown;
  const made = state.objects.get(thrown);
  if (made !== undefined) return made;
  const object = Object.create(prototype) as object;
  pair(state, object, thrown);
  return object;
}
