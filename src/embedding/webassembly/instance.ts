import { Func } from '../../runtime/func.js';
import { type Extern, Instance as RuntimeInstance } from '../../runtime/instance.js';
import { hooks } from '../../hooks.js';
import { Module as RuntimeModule } from '../module.js';
import { exportedFunction } from './exported-function.js';
import { readImports } from './imports.js';
import { KINDS } from './kinds.js';
import type { GetState, State } from './state.js';
import type { InstanceConstructor } from './types.js';
import { defineInterface, isObject } from './webidl.js';

/** https://webassembly.github.io/spec/js-api/#instances */
export function defineInstance(state: GetState): InstanceConstructor {
  class Instance {
    constructor(module: unknown, importObject: unknown = undefined) {
      prepareInstance(state(), module, importObject)(this);
    }

    get exports(): object {
      const instance = state().require(this, RuntimeInstance);
      const made = state().objects.get(instance);
      if (made !== undefined) return made;
      const exports = exportsObject(state(), instance);
      state().objects.set(instance, exports);
      return exports;
    }
  }
  return defineInterface('Instance', Instance) as unknown as InstanceConstructor;
}

/**
 * Reads the imports of an instance.
 * @returns what makes the instance, and gives it to an object to stand for it
 * @throws TypeError, LinkError, or what getters of imports throw
 */
export function prepareInstance<T extends object>(
  state: State,
  module: unknown,
  importObject: unknown,
): (object: T) => T {
  const runtime = state.require(module, RuntimeModule);
  const externs = readImports(state, runtime, importObjectOf(importObject));
  return (object) => {
    const instance =
      hooks.makeInstance?.(state, runtime, externs) ??
      new RuntimeInstance(state.store, runtime, externs);
    state.set(object, instance);
    return object;
  };
}

/** @throws TypeError */
export function importObjectOf(value: unknown): object | undefined {
  if (value === undefined || isObject(value)) return value;
  throw new TypeError('the import object must be an object');
}

/**
 * Made when it is asked for: its functions are what weighs most about an instance.
 * https://webassembly.github.io/spec/js-api/#create-an-exports-object
 */
function exportsObject(state: State, instance: RuntimeInstance): object {
  const exports = Object.create(null) as Record<string, object>;
  instance.exports().forEach(([name, extern]) => {
    Object.defineProperty(exports, name, {
      value: externObject(state, extern),
      enumerable: true,
    });
  });
  return Object.freeze(exports);
}

/** The object that stands for something exported: the same one each time. */
export function externObject(state: State, extern: Extern): object {
  if (extern instanceof Func) return exportedFunction(state, extern);
  const made = state.objects.get(extern);
  if (made !== undefined) return made;
  const kind = KINDS.findIndex((type) => extern instanceof type);
  const object = Object.create(state.prototypes[kind]!) as object;
  state.pair(object, extern);
  return object;
}
