import { type Extern, Instance } from '../runtime/instance.js';
import { Func, HostFunc, type HostCallback } from '../runtime/func.js';
import { importsOf } from '../runtime/instantiate.js';
import { unknownImport, wrongKind } from '../runtime/link-errors.js';
import type { Store } from '../runtime/store.js';
import { ExternKind } from '../types/extern-kind.js';
import type { FunctionType } from '../types/function-type.js';
import type { Engine } from './engine.js';
import type { Module } from './module.js';

/**
 * Names for what modules import, to instantiate them without giving it in their order. Names as in
 * Wasmtime's and wasmi's `Linker`.
 */
export class Linker {
  /** By module and name, with a NUL between; a callback becomes a function of the import's type. */
  readonly #definitions = new Map<string, Extern | HostCallback>();
  #shadowing = false;

  /** A linker that knows no names yet. */
  constructor(
    /** Whose modules it links. */
    readonly engine: Engine,
  ) {}

  /** Whether a name may be defined again; default: false. */
  allowShadowing(allow: boolean): this {
    this.#shadowing = allow;
    return this;
  }

  /**
   * Defines a host function. Its type is that of the import it is given for: i64 are BigInt.
   * @throws Error when the name is taken
   */
  func(module: string, name: string, callback: HostCallback): this {
    return this.#set(module, name, callback);
  }

  /**
   * Defines a function, memory, table or global.
   * @throws Error when the name is taken
   */
  define(module: string, name: string, extern: Extern): this {
    return this.#set(module, name, extern);
  }

  /**
   * Defines all exports of an instance under a module name.
   * @throws Error when a name is taken
   */
  instance(module: string, instance: Instance): this {
    instance.exports().forEach(([name, extern]) => this.#set(module, name, extern));
    return this;
  }

  #set(module: string, name: string, definition: Extern | HostCallback): this {
    const key = `${module}\0${name}`;
    if (!this.#shadowing && this.#definitions.has(key)) {
      throw new Error(`\`${module}::${name}\` is already defined; see allowShadowing`);
    }
    this.#definitions.set(key, definition);
    return this;
  }

  /** What is defined under a name, if it is no callback. */
  get(module: string, name: string): Extern | undefined {
    const found = this.#definitions.get(`${module}\0${name}`);
    return typeof found === 'function' ? undefined : found;
  }

  /**
   * Makes an instance.
   * @throws LinkError when an import is not defined, or its definition does not fit
   * @throws RuntimeError when a segment does not fit or the start function traps
   * @throws RangeError when the store's limits refuse it
   */
  instantiate(store: Store, module: Module): Instance {
    const externs = importsOf(module).map((declared) => {
      const key = `${declared.module}\0${declared.name}`;
      const found = this.#definitions.get(key);
      if (found === undefined) throw unknownImport(declared);
      if (typeof found !== 'function') return found;
      if (declared.kind !== ExternKind.Function) {
        throw wrongKind(declared, ', but a function was defined');
      }
      return this.#functionOf(key, found, declared.type as FunctionType);
    });
    return new Instance(store, module, externs);
  }

  /** The host function of a callback, made once for the instances of a module. */
  #functionOf(key: string, callback: HostCallback, type: FunctionType): Func {
    const typed = `${key}\0${type}`;
    const made = this.#definitions.get(typed);
    if (made instanceof Func) return made;
    const func = new HostFunc(type, callback);
    this.#definitions.set(typed, func);
    return func;
  }
}
