import type { Engine } from '../embedding/engine.js';
import { Linker } from '../embedding/linker.js';
import type { Module } from '../embedding/module.js';
import { Store } from '../runtime/store.js';
import type { Invocation } from './invocation.js';

/**
 * Instantiates a module here, which runs its start function, and calls an export.
 *
 * @param fuel what the run may consume; undefined where fuel is not counted
 * @returns the results, none without an invocation
 * @throws LinkError, RuntimeError, RangeError
 */
export function runOnNode(
  engine: Engine,
  module: Module,
  invocation: Invocation | undefined,
  fuel: number | undefined,
): unknown[] {
  const store = new Store(engine);
  if (fuel !== undefined) store.setFuel(fuel);
  const instance = new Linker(engine).instantiate(store, module);
  if (invocation === undefined) return [];
  const result = instance.call(invocation.name, ...invocation.args);
  return invocation.results.length === 1 ? [result] : ((result as unknown[] | undefined) ?? []);
}
