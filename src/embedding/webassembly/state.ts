import { Store } from '../../runtime/store.js';
import type { Engine } from '../engine.js';

/** A class of the runtime. */
export type Kind<T> = abstract new (...args: never[]) => T;

/**
 * What a namespace has once something of it is used: a store, and which object of the API stands for
 * what of the runtime, in both directions. Weak maps rather than properties: an instance whose
 * exports nobody asks for costs nothing here.
 * https://webassembly.github.io/spec/js-api/#object-caches
 */
export class State {
  readonly store: Store;
  /** Objects by what they stand for; for an instance, its exports object. */
  readonly objects = new WeakMap<object, object>();
  /** What objects stand for: their internal slots. */
  private readonly internals = new WeakMap<object, object>();

  /** @param prototypes of the namespace's objects, by `ExternKind`; behind those, an extension's own */
  constructor(
    readonly engine: Engine,
    readonly prototypes: readonly object[],
  ) {
    this.store = new Store(engine);
  }

  /** What an object stands for, if that is of the kind. */
  find<T>(object: unknown, kind: Kind<T>): T | undefined {
    const internal = this.internals.get(object as object);
    return internal instanceof kind ? internal : undefined;
  }

  /**
   * As `find`, for the receivers of methods and for arguments that must be of an interface.
   * @throws TypeError
   */
  require<T>(object: unknown, kind: Kind<T>): T {
    const internal = this.find(object, kind);
    if (internal === undefined) throw new TypeError('an object of another interface was expected');
    return internal;
  }

  /** Gives an object what it stands for. */
  set(object: object, internal: object): void {
    this.internals.set(object, internal);
  }

  /** As `set`, for what is to have the same object always. */
  pair(object: object, internal: object): void {
    this.internals.set(object, internal);
    this.objects.set(internal, object);
  }
}

/**
 * The state of a namespace, made when it is called for the first time. Interfaces keep this function
 * and no state: on XS they may lie in flash, where nothing can be written.
 */
export type GetState = () => State;
