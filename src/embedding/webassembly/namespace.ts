import { CompileError, LinkError, RuntimeError } from '../../errors/errors.js';
import { hooks } from '../../hooks.js';
import { Engine } from '../engine.js';
import { Module as RuntimeModule } from '../module.js';
import { defineGlobal } from './global.js';
import { defineInstance, importObjectOf, prepareInstance } from './instance.js';
import { defineMemory } from './memory.js';
import { defineModule } from './module.js';
import { type GetState, State } from './state.js';
import { addStreaming } from './streaming.js';
import { defineTable } from './table.js';
import type { BufferSource, WebAssemblyNamespace } from './types.js';
import { attempt, bufferSource, expose, tag } from './webidl.js';

/**
 * The standard `WebAssembly` namespace over an engine, with a store of its own: what is made with one
 * namespace cannot be linked with what another made, except as a function of the host.
 * https://webassembly.github.io/spec/js-api/
 *
 * @param engine default: one with the default configuration, made at first use
 *
 * @example
 * const WebAssembly = createWebAssembly(new Engine(new Config().wasmMultiMemory(false)));
 */
export function createWebAssembly(engine?: Engine): WebAssemblyNamespace {
  let state: State | undefined;
  const prototypes: object[] = [];
  const getState = (): State => (state ??= new State(engine ?? new Engine(), prototypes));
  return defineNamespace(getState, prototypes);
}

let standard: State | undefined;
/** For extensions, which add to it. */
export const standardPrototypes: object[] = [];
export const standardState = (): State =>
  (standard ??= new State(new Engine(), standardPrototypes));

/**
 * The standard `WebAssembly` namespace over a default engine. Engine and store are made when it is
 * used for the first time.
 */
export const WebAssembly: WebAssemblyNamespace = /* @__PURE__ */ defineNamespace(
  standardState,
  standardPrototypes,
);

function defineNamespace(state: GetState, prototypes: object[]): WebAssemblyNamespace {
  const Memory = defineMemory(state);
  const Table = defineTable(state);
  const Global = defineGlobal(state);
  const Module = defineModule(state);
  const Instance = defineInstance(state);

  /** Reads the imports at once, and makes the instance when the caller has gone on. */
  const start = (module: unknown, importObject: unknown): Promise<object> => {
    const finish = prepareInstance(state(), module, importObject);
    return Promise.resolve(Object.create(Instance.prototype) as object).then(finish);
  };

  const namespace = {
    validate(bytes: unknown): boolean {
      return RuntimeModule.validate(state().engine, bufferSource(bytes));
    },

    compile(bytes: unknown): Promise<unknown> {
      return attempt(() => new Module(bytes as BufferSource));
    },

    // One function for both overloads; the module is compiled before it returns, which no program
    // can tell from a thread that is very quick.
    instantiate(source: unknown, importObject: unknown = undefined): Promise<unknown> {
      return attempt<unknown>(() => {
        importObjectOf(importObject);
        if (state().find(source, RuntimeModule) !== undefined) return start(source, importObject);
        const module = new Module(source as BufferSource);
        return Promise.resolve()
          .then(() => start(module, importObject))
          .then((instance) => ({ instance, module }));
      });
    },
  };

  addStreaming(namespace);
  expose(namespace);
  // Functions have Function's own.
  prototypes.push({}, Table.prototype, Memory.prototype, Global.prototype);
  const members = {
    Module,
    Instance,
    Memory,
    Table,
    Global,
    CompileError,
    LinkError,
    RuntimeError,
  };
  Object.entries(members).forEach(([name, value]) => {
    Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
  });
  hooks.extendNamespace?.(namespace, prototypes, state);
  tag(namespace, 'WebAssembly');
  return namespace as unknown as WebAssemblyNamespace;
}
