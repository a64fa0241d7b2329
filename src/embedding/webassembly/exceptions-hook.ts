/** How the interfaces of exceptions get into namespaces: a program that does not import them has none. */
import type { Extern } from '../../runtime/instance.js';
import type { FunctionType } from '../../types/function-type.js';
import type { GetState, Kind, State } from './state.js';

/** What interfaces are called by, in a namespace. */
export type Interfaces = Record<string, { readonly prototype: unknown }>;

export interface ExceptionsHook {
  readonly tag: Kind<Extern>;
  /** Adds the interfaces to a namespace. */
  define(namespace: object, interfaces: Interfaces, state: GetState): void;
  /** @throws TypeError when values of the type can be no JavaScript values */
  check(type: FunctionType): void;
  /** Runs what may call guests. @throws what these throw, as objects of the namespace */
  leave<T>(state: State, run: () => T): T;
}

let hook: ExceptionsHook | undefined;

export function setExceptionsHook(exceptions: ExceptionsHook): void {
  hook = exceptions;
}

export function exceptionsHook(): ExceptionsHook | undefined {
  return hook;
}
