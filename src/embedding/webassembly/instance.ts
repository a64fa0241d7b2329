import { Func } from '../../runtime/func.js';
import { Global as RuntimeGlobal } from '../../runtime/global.js';
import { type Extern, Instance as RuntimeInstance } from '../../runtime/instance.js';
import { Memory as RuntimeMemory } from '../../runtime/memory.js';
import { Module as RuntimeModule } from '../module.js';
import { exportedFunction } from './exported-function.js';
import { readImports } from './imports.js';
import type { GetState, State } from './state.js';
import type {
  GlobalConstructor,
  InstanceConstructor,
  MemoryConstructor,
  TableConstructor,
} from './types.js';
import { defineInterface, isObject } from './webidl.js';

/** The interfaces of what instances export beside functions. */
export interface ExternInterfaces {
  readonly Memory: MemoryConstructor;
  readonly Table: TableConstructor;
  readonly Global: GlobalConstructor;
}

/** https://webassembly.github.io/spec/js-api/#instances */
export function defineInstance(state: GetState, interfaces: ExternInterfaces): InstanceConstructor {
  class Instance {
    constructor(module: unknown, importObject: unknown = undefined) {
      prepareInstance(state(), module, importObject)(this);
    }

    get exports(): object {
      const instance = state().require(this, RuntimeInstance);
      const made = state().objects.get(instance);
      if (made !== undefined) return made;
      const exports = exportsObject(state(), interfaces, instance);
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
    state.set(object, new RuntimeInstance(state.store, runtime, externs));
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
function exportsObject(
  state: State,
  interfaces: ExternInterfaces,
  instance: RuntimeInstance,
): object {
  const exports = Object.create(null) as Record<string, object>;
  for (const [name, extern] of instance.exports()) {
    Object.defineProperty(exports, name, {
      value: objectOf(state, interfaces, extern),
      enumerable: true,
    });
  }
  return Object.freeze(exports);
}

/** The object that stands for something exported: the same one each time. */
function objectOf(state: State, interfaces: ExternInterfaces, extern: Extern): object {
  if (extern instanceof Func) return exportedFunction(state, extern);
  const made = state.objects.get(extern);
  if (made !== undefined) return made;
  const { prototype } =
    extern instanceof RuntimeMemory
      ? interfaces.Memory
      : extern instanceof RuntimeGlobal
        ? interfaces.Global
        : interfaces.Table;
  const object = Object.create(prototype as object) as object;
  state.pair(object, extern);
  return object;
}
