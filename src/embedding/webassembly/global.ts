import { Global as RuntimeGlobal } from '../../runtime/global.js';
import { GlobalType } from '../../types/global-type.js';
import { isReference, ValueType, valueTypeOf, type ValueTypeName } from '../../types/value-type.js';
import { toJavaScript } from './exported-function.js';
import type { GetState, State } from './state.js';
import type { GlobalConstructor } from './types.js';
import { toWebAssembly } from './value.js';
import { defineInterface, dictionary } from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#globals */
export function defineGlobal(state: GetState): GlobalConstructor {
  function valueOf(global: unknown): unknown {
    const runtime = state().require(global, RuntimeGlobal);
    return toJavaScript(state(), runtime.get(), runtime.type.content);
  }

  class Global {
    constructor(descriptor: unknown, ...rest: unknown[]) {
      const type = readType(dictionary(descriptor));
      const { content } = type;
      // Undefined is no number, and means that the value is missing.
      const isMissing =
        content === ValueType.FuncRef
          ? rest.length === 0
          : content !== ValueType.ExternRef && rest[0] === undefined;
      state().pair(this, isMissing ? new RuntimeGlobal(type) : globalOf(state(), type, rest[0]));
    }

    valueOf(): unknown {
      return valueOf(this);
    }

    get value(): unknown {
      return valueOf(this);
    }

    set value(value: unknown) {
      const global = state().require(this, RuntimeGlobal);
      if (!global.type.mutable) throw new TypeError('the global is immutable');
      global.set(toWebAssembly(state(), value, global.type.content));
    }
  }

  return defineInterface('Global', Global) as unknown as GlobalConstructor;
}

/** A global of a value of JavaScript. @throws TypeError when the value cannot be of the type */
export function globalOf(state: State, type: GlobalType, value: unknown): RuntimeGlobal {
  const global = new RuntimeGlobal(type, toWebAssembly(state, value, type.content));
  // The runtime takes undefined for a missing value, whose default is null.
  if (value === undefined) global.low = undefined;
  return global;
}

/** @throws TypeError when `value` names no type */
function readType({ mutable, value }: Readonly<Record<string, unknown>>): GlobalType {
  return new GlobalType(valueTypeFrom(`${value as string}`), Boolean(mutable));
}

/** https://webassembly.github.io/spec/js-api/#tovaluetype @throws TypeError */
export function valueTypeFrom(name: string): ValueType {
  if (name === 'anyfunc') return ValueType.FuncRef;
  const type = valueTypeOf(name as ValueTypeName);
  if (isReference(type) && type !== ValueType.ExternRef) {
    throw new TypeError(`\`${name}\` is no type of values here`);
  }
  return type;
}
