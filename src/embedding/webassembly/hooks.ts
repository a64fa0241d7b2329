/** What extensions put in the place of the namespace's own functions, when they are imported. */
import type { HostFunc, Func } from '../../runtime/func.js';
import type { Extern, Instance } from '../../runtime/instance.js';
import type { FunctionType } from '../../types/function-type.js';
import type { Module } from '../module.js';
import type { GetState, State } from './state.js';

export interface Hooks {
  /** Adds interfaces to a namespace. @param prototypes see `State.prototypes` */
  define(namespace: object, prototypes: object[], state: GetState): void;
  /** As `callFunction`. */
  call(state: State, func: Func, args: readonly unknown[]): unknown;
  /** As `hostFunction`. */
  host(
    state: State,
    callback: (...args: unknown[]) => unknown,
    type: FunctionType,
    index: number,
  ): HostFunc;
  /** Makes an instance. */
  make(state: State, module: Module, externs: readonly Extern[]): Instance;
}

export const hooks: Partial<Hooks> = {};
