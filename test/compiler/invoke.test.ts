/** Calls of compiled functions from outside: values of all types, errors, and what is left behind. */
import '../../src/compiler.js';
import { expect, it } from 'vitest';
import {
  Config,
  Engine,
  FunctionType,
  HostFunc,
  Instance,
  Module,
  Store,
} from '../../src/index.js';
import { wat } from '../validation/wat.js';

const FIELDS = `
  (import "env" "host" (func $host (param i32) (result i32)))
  (memory 1 1) (table 1 funcref) (elem declare func $id)
  (func $id (export "i32") (param i32) (result i32) (local.get 0))
  (func (export "i64") (param i64) (result i64) (local.get 0))
  (func (export "f32") (param f32) (result f32) (local.get 0))
  (func (export "f64") (param f64) (result f64) (local.get 0))
  (func (export "half") (param f64) (result f64) (f64.div (f64.const 1) (local.get 0)))
  (func (export "func") (param funcref) (result funcref) (local.get 0))
  (func (export "any") (param externref) (result externref) (local.get 0))
  (func (export "many") (param i64 f32 i32) (result i32 i64 f32) (local.get 2) (local.get 0) (local.get 1))
  (func (export "none"))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "calls") (param i32) (result i32) (call $host (local.get 0)))`;

/** The host's own error, of the class with which an access of a guest's fails. */
const failing = {
  valueOf(): number {
    throw new RangeError('of valueOf');
  },
};

const CALLS: readonly (readonly [string, ...unknown[]])[] = [
  ['i32', 4294967295],
  ['i32', '12'],
  ['i32'],
  ['i64', -1n],
  ['i64', 0x1_ffff_ffff_ffff_ffffn],
  ['i64', true],
  ['i64', 5],
  ['i64'],
  ['f32', 0.1],
  ['f32', 1e300],
  ['f32'],
  ['f64', 0.1],
  ['half', -0],
  ['half', 0],
  ['func', null],
  ['func', 1],
  ['any', 'text'],
  ['any'],
  ['many', 1n << 40n, 0.5, -7],
  ['none', 1, 2],
  ['load', 65532],
  ['load', 65533],
  ['calls', 3],
  ['calls', 0],
  ['i32', 1n],
  ['i32', Symbol.iterator],
  ['i32', { valueOf: () => 9 }],
  ['i32', failing],
  ['many', 1n, failing, 0],
];

/** What the calls come to, a line each; twice, since functions may be compiled when first called. */
function lines(strategy: 'interpreter' | 'compiler' | 'auto'): string[] {
  const engine = new Engine(new Config().strategy(strategy));
  const store = new Store(engine);
  const type = FunctionType.of(['i32'], ['i32']);
  const host = new HostFunc(type, (n: number): unknown => {
    if (n === 0) throw new RangeError('of the host');
    // The host may call guests, and fail in between.
    expect(() => instance.call('load', -1)).toThrow('out of bounds');
    return instance.call('i32', n + 1);
  });
  const instance = new Instance(store, new Module(engine, wat(`(module ${FIELDS})`)), [host]);
  return [...CALLS, ...CALLS].map(([name, ...args]) => {
    let told: string;
    try {
      const result = [instance.call(name, ...args)].flat();
      told = result.map((x) => (Object.is(x, -0) ? '-0' : typeof x + String(x))).join();
    } catch (error) {
      told = String(error);
    }
    return `${name} ${told} ${store.top} ${store.inHost}`;
  });
}

it.each(['compiler', 'auto'] as const)('%s: is as by the interpreter', (strategy) => {
  expect(lines(strategy)).toEqual(lines('interpreter'));
});
