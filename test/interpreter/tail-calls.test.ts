/** `return_call` into everything that can be called, from everywhere; and that it takes no stack. */
import { describe, expect, it } from 'vitest';
import { Config, Engine, Instance, Linker, Module, RuntimeError, Store } from '../../src/index.js';
import { wat } from '../validation/wat.js';

const CALLEE = `(module
  (memory (export "memory") 1) (data (i32.const 0) "\\2a")
  (func (export "sum") (param i32 i64 i32) (result i64)
    (i64.add (local.get 1) (i64.extend_i32_s (i32.add (local.get 0)
      (i32.add (local.get 2) (i32.load8_u (i32.const 0)))))))
  (func (export "trap") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "pair") (param i32) (result i32 f64)
    (i32.mul (local.get 0) (i32.const 3)) (f64.const 0.5)))`;

/** Frames of 300 slots make the arguments of calls lie beyond what fields reach. */
const wide = (body: string): string => `(local ${'i64 '.repeat(300)}) ${body}`;

const CALLER = `(module
  (type $t (func (param i32) (result i32)))
  (import "callee" "sum" (func $sum (param i32 i64 i32) (result i64)))
  (import "callee" "trap" (func $trap (param i32) (result i32)))
  (import "callee" "pair" (func $pair (param i32) (result i32 f64)))
  (import "env" "host" (func $host (param i32 i64) (result i64 i32)))
  (import "env" "answer" (func $answer (result i32)))
  (memory 1)
  (table funcref (elem $own $trap $answer $wideFrame))
  (func $own (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $wideFrame (param i32) (result i32)
    ${wide('(local.set 300 (i64.const 9)) (i32.add (local.get 0) (i32.wrap_i64 (local.get 300)))')})
  (func (export "toOwn") (param i32) (result i32) (return_call $own (local.get 0)))
  (func (export "toWide") (param i32) (result i32) (return_call $wideFrame (local.get 0)))
  (func (export "fromWide") (param i32) (result i32) ${wide('(return_call $own (local.get 0))')})
  (func (export "toInstance") (param i32) (result i64)
    (return_call $sum (i32.const 1) (i64.const 0x100000000) (local.get 0)))
  (func (export "toInstanceFromWide") (param i32) (result i64)
    ${wide('(return_call $sum (i32.const 1) (i64.const 0x100000000) (local.get 0))')})
  (func (export "toPair") (param i32) (result i32 f64) (return_call $pair (local.get 0)))
  (func (export "toHost") (param i32) (result i64 i32)
    (return_call $host (local.get 0) (i64.const -5)))
  (func $toAnswer (result i32) (return_call $answer))
  (func (export "underHost") (result i32) (i32.add (call $toAnswer) (i32.const 1)))
  (func $between (param i32) (result i32) (return_call $trap (local.get 0)))
  (func (export "underInstance") (param i32) (result i32)
    (i32.store (i32.const 0) (i32.const 5))
    (i32.add (call $between (local.get 0)) (i32.load (i32.const 0))))
  (func (export "indirect") (param i32 i32) (result i32)
    (return_call_indirect (type $t) (local.get 1) (local.get 0))))`;

function instances(config = new Config()): Instance {
  const engine = new Engine(config);
  const store = new Store(engine);
  const linker = new Linker(engine)
    .func('env', 'host', (x: number, y: bigint) => [y * 2n, x + 100])
    .func('env', 'answer', () => 41);
  linker.instance('callee', linker.instantiate(store, new Module(engine, wat(CALLEE))));
  return linker.instantiate(store, new Module(engine, wat(CALLER)));
}

describe('return_call', () => {
  const caller = instances();

  it.each([
    ['toOwn', [6], 7],
    ['toWide', [6], 15],
    ['fromWide', [6], 7],
    ['toInstance', [2], 0x10000002dn],
    ['toInstanceFromWide', [2], 0x10000002dn],
    ['toPair', [5], [15, 0.5]],
    ['toHost', [1], [-10n, 101]],
    ['underHost', [], 42],
    ['underInstance', [0], 47],
    ['indirect', [0, 8], 9],
    ['indirect', [1, 0], 42],
    ['indirect', [3, 1], 10],
  ])('%s', (name, args, expected) => expect(caller.call(name, ...args)).toEqual(expected));

  it.each([
    ['underInstance', [65536], 'out of bounds memory access'],
    ['indirect', [1, -1], 'out of bounds memory access'],
    ['indirect', [2, 0], 'indirect call type mismatch'],
    ['indirect', [9, 0], 'undefined element'],
  ])('%s traps, and what follows works', (name, args, message) => {
    expect(() => caller.call(name, ...args)).toThrow(message);
    expect(caller.call('underInstance', 0)).toBe(47);
  });

  it('takes no stack, whatever it calls', () => {
    const engine = new Engine(new Config().maxStackSize(2048).consumeFuel(true));
    const store = new Store(engine);
    const text = `(module (type $t (func (param i32 i64) (result i64)))
      (table funcref (elem $direct $through))
      (func $direct (export "f") (type $t)
        (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
        (return_call $through (i32.sub (local.get 0) (i32.const 1))
          (i64.add (local.get 1) (i64.const 3))))
      (func $through (type $t) (local i64 i64 i64 i64)
        (return_call_indirect (type $t) (local.get 0) (local.get 1) (i32.const 0))))`;
    const instance = new Instance(store, new Module(engine, wat(text)));
    store.setFuel(1e9);
    expect(instance.call('f', 50_000, 0n)).toBe(150_000n);
    store.setFuel(100_000);
    expect(() => instance.call('f', -1, 0n)).toThrow(RuntimeError);
    store.setFuel(1000);
    expect(instance.call('f', 2, 0n)).toBe(6n);
  });
});
