/** Compiled and interpreted functions of one module call each other. */
import { describe, expect, it } from 'vitest';
import {
  Config,
  Engine,
  FunctionType,
  HostFunc,
  Instance,
  Module,
  Store,
} from '../../src/index.js';
import type { Strategy } from '../../src/index.js';
import { wat } from '../validation/wat.js';

const GUEST = `(module
  (import "host" "double" (func $double (param i64) (result i64)))
  (global $g (mut i32) (i32.const 0))
  (memory 1 1)
  (func $leaf (export "leaf") (param i32 i64) (result i64)
    (global.set $g (i32.add (global.get $g) (i32.const 1)))
    (i64.store (i32.const 8) (i64.add (i64.load (i32.const 8)) (i64.const 1)))
    (i64.add (call $double (local.get 1)) (i64.extend_i32_u (local.get 0))))
  (func (export "main") (param i32) (result i64) (local i64)
    (loop
      (local.set 1 (call $leaf (local.get 0) (local.get 1)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))
  (func (export "seen") (result i32 i64) (global.get $g) (i64.load (i32.const 8)))
  (func $deep (export "deep") (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 0)))))`;

function guest(strategy: Strategy): { instance: Instance; store: Store; module: Module } {
  const engine = new Engine(new Config().strategy(strategy).consumeFuel(true));
  const module = new Module(engine, wat(GUEST));
  const store = new Store(engine);
  store.setFuel(100_000);
  const double = new HostFunc(FunctionType.of(['i64'], ['i64']), (x: bigint) => x * 2n);
  return { instance: new Instance(store, module, [double]), store, module };
}

describe('functions of both kinds', () => {
  it('call each other, and leave the same behind', () => {
    const [compiled, mixed, interpreted] = (['compiler', 'auto', 'interpreter'] as const).map(
      (strategy) => {
        const { instance, store } = guest(strategy);
        // Under `auto` the leaf is compiled when `main`, still interpreted, calls it.
        const results = [1, 2, 3].map(() => instance.call('leaf', 3, 4n));
        for (let i = 0; i < 4; i++) results.push(instance.call('main', 5));
        return [results, instance.call('seen'), store.getFuel()];
      },
    );
    expect(compiled).toEqual(interpreted);
    expect(mixed).toEqual(interpreted);
  });

  it('are in an image as they were before some were compiled', () => {
    const { instance, module } = guest('auto');
    const before = module.serialize();
    for (let i = 0; i < 5; i++) instance.call('main', 2);
    expect(module.serialize()).toEqual(before);
  });

  it('end deep recursion with a trap', () => {
    const { instance } = guest('auto');
    for (let i = 0; i < 4; i++) expect(instance.call('deep', 10)).toBe(10);
    expect(() => instance.call('deep', 1e9)).toThrow('call stack exhausted');
    expect(instance.call('deep', 10)).toBe(10);
  });
});
