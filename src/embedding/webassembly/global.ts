import { Global as RuntimeGlobal } from '../../runtime/global.js';
import { GlobalType } from '../../types/global-type.js';
import { isReference, ValueType, valueTypeOf, type ValueTypeName } from '../../types/value-type.js';
import { toJavaScript } from './exported-function.js';
import type { GetState } from './state.js';
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
      state().pair(this, makeGlobal(type, rest));
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

  /** @param rest the value, which may be missing; undefined is no number, and means the same */
  function makeGlobal(type: GlobalType, rest: readonly unknown[]): RuntimeGlobal {
    const { content } = type;
    const isMissing = rest.length === 0 || (rest[0] === undefined && !isReference(content));
    const global = new RuntimeGlobal(
      type,
      isMissing ? undefined : toWebAssembly(state(), rest[0], content),
    );
    // The runtime takes undefined for a missing value, whose default is null.
    if (content === ValueType.ExternRef && rest[0] === undefined) global.low = undefined;
    return global;
  }

  return defineInterface('Global', Global) as unknown as GlobalConstructor;
}

/** @throws TypeError when `value` names no type */
function readType({ mutable, value }: Readonly<Record<string, unknown>>): GlobalType {
  const name = `${value as string}`;
  if (name === 'funcref') throw new TypeError('`funcref` is called `anyfunc` here');
  const content = valueTypeOf((name === 'anyfunc' ? 'funcref' : name) as ValueTypeName);
  return new GlobalType(content, Boolean(mutable));
}
