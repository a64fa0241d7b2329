/** https://webassembly.github.io/spec/js-api/#exported-function-exotic-objects */
import { type Case, type Cases, casesOf, instantiate } from './case.js';
import {
  attributes,
  isConfigurable,
  isFunction,
  logged,
  same,
  STRANGERS,
  thrown,
  throws,
} from './check.js';
import { CONVERSIONS } from './global.js';
import { wat } from './wat.js';

const SAME = (): Uint8Array =>
  wat`(module
    (func (export "i32") (param i32) (result i32) (local.get 0))
    (func (export "i64") (param i64) (result i64) (local.get 0))
    (func (export "f32") (param f32) (result f32) (local.get 0))
    (func (export "f64") (param f64) (result f64) (local.get 0))
    (func (export "externref") (param externref) (result externref) (local.get 0))
    (func (export "anyfunc") (param funcref) (result funcref) (local.get 0)))`;

/** Functions of the host, exported again. */
const THROUGH = (): Uint8Array =>
  wat`(module
    (import "m" "f" (func $i32 (param i32) (result i32)))
    (import "m" "f" (func $i64 (param i64) (result i64)))
    (import "m" "f" (func $f32 (param f32) (result f32)))
    (import "m" "f" (func $f64 (param f64) (result f64)))
    (export "i32" (func $i32)) (export "i64" (func $i64))
    (export "f32" (func $f32)) (export "f64" (func $f64)))`;

const OBJECTS: Cases = {
  'has the index for its name, and the number of parameters for its length': (api) => {
    const { a, b, c } = instantiate(
      api,
      wat`(module (import "m" "f" (func)) (func (export "a"))
        (func (export "b") (param i32 i64 f32 f64 externref funcref) (result i32 i32)
          (i32.const 0) (i32.const 0))
        (export "c" (func 0)))`,
      { m: { f: () => 0 } },
    );
    isFunction(a, '1', 0);
    isFunction(b, '2', 6);
    isFunction(c, '0', 0);
    for (const f of [a, b, c]) isConfigurable(f);
  },
  'has the index in its own module, where another exports it': (api) => {
    const { f } = instantiate(api, wat`(module (func) (func) (func (export "f") (param i32)))`);
    const { g } = instantiate(
      api,
      wat`(module (import "m" "f" (func (param i32))) (export "g" (func 0)))`,
      { m: { f } },
    );
    same(g, f);
    same(g.name, '2');
  },
  'is an ordinary function, but no constructor': (api) => {
    const { f } = instantiate(api, wat`(module (func (export "f")))`);
    same(Object.getPrototypeOf(f), Function.prototype);
    same(Object.prototype.toString.call(f), '[object Function]');
    same('prototype' in f, false);
    same(Object.isExtensible(f), true);
    throws(TypeError, () => new f());
    throws(TypeError, () => Reflect.construct(Object, [], f));
    throws(TypeError, () => {
      f.name = 'other';
    });
    f.own = 1;
    same(f.own, 1);
  },
  'is the same for one function, wherever it comes from': (api) => {
    const { f, g, get, table, global } = instantiate(
      api,
      wat`(module
        (func $f (export "f") (export "g") (param externref))
        (table (export "table") 1 funcref) (elem (i32.const 0) $f)
        (global (export "global") funcref (ref.func $f))
        (func (export "get") (result funcref) (ref.func $f)))`,
    );
    for (const other of [g, get(), table.get(0), global.value]) same(other, f);
  },
  'is the same for one function, whoever asks first': (api) => {
    const instance = new api.Instance(
      new api.Module(
        wat`(module (import "m" "see" (func $see (param funcref)))
          (func $f (export "f")) (elem declare func $f)
          (func $start (call $see (ref.func $f))) (start $start))`,
      ),
      { m: { see: (value: unknown) => seen.push(value) } },
    );
    same(seen.length, 1);
    same(seen.pop(), instance.exports.f);
  },
  'is another for another instance': (api) => {
    const module = new api.Module(SAME());
    const [a, b] = [new api.Instance(module), new api.Instance(module)];
    same(a.exports.i32 === b.exports.i32, false);
  },
  'of the host is not the function that was given, and is the same each time': (api) => {
    const f = () => 1;
    const bytes = wat`(module (import "m" "f" (func $f (result i32)))
      (import "m" "f" (func $g (result i32)))
      (export "a" (func $f)) (export "b" (func $f)) (export "c" (func $g)))`;
    const { a, b, c } = instantiate(api, bytes, { m: { f } });
    same([a === f, a === b, a === c], [false, true, false]);
    same([a.name, c.name], ['0', '1']);
    same(instantiate(api, bytes, { m: { f } })['a'] === a, false);
    throws(TypeError, () => new a());
  },
  'of the host may be a class, a bound function or a proxy': (api) => {
    const bytes = wat`(module (import "m" "f" (func $f (param i32) (result i32)))
      (func (export "g") (result i32) (call $f (i32.const 4))))`;
    const twice = (value: number) => value * 2;
    const call = (f: unknown): unknown => instantiate(api, bytes, { m: { f } })['g']();
    same(call(twice.bind(null)), 8);
    same(call(new Proxy(twice, {})), 8);
    throws(TypeError, () => call(class {}));
  },
  'overlooks its receiver': (api) => {
    const { i32 } = instantiate(api, SAME());
    for (const receiver of STRANGERS) same(Reflect.apply(i32, receiver, [5]), 5);
  },
};

const seen: unknown[] = [];

const ARGUMENTS: Cases = {
  'are converted': (api) => {
    const exports = instantiate(api, SAME());
    for (const [type, pairs] of Object.entries(CONVERSIONS)) {
      for (const [given, value] of pairs) same(exports[type](given), value, type);
    }
  },
  'are converted for functions of the host, too': (api) => {
    const exports = instantiate(api, THROUGH(), { m: { f: (value: unknown) => value } });
    for (const [type, pairs] of Object.entries(CONVERSIONS)) {
      for (const [given, value] of pairs) same(exports[type](given), value, type);
    }
  },
  'that are missing are undefined, and others are overlooked': (api) => {
    const { i32, f64, externref, i64, anyfunc } = instantiate(api, SAME());
    same([i32(), f64(), externref()], [0, NaN, undefined]);
    throws(TypeError, () => i64());
    throws(TypeError, () => anyfunc());
    same(i32(1, logged([], 'stray', 2), Symbol('s')), 1);
  },
  'of other types are refused': (api) => {
    const { i32, i64, f32, f64, anyfunc } = instantiate(api, SAME());
    for (const f of [i32, f32, f64]) {
      throws(TypeError, () => f(1n));
      throws(TypeError, () => f(Symbol('s')));
    }
    for (const value of [null, undefined, 1, Symbol('s')]) throws(TypeError, () => i64(value));
    throws(SyntaxError, () => i64('x'));
    for (const value of STRANGERS) {
      if (value === null) same(anyfunc(value), null);
      else throws(TypeError, () => anyfunc(value));
    }
  },
  'are converted in order, before the function runs': (api) => {
    const log: string[] = [];
    const { f } = instantiate(
      api,
      wat`(module (import "m" "log" (func $log)) (func (export "f") (param i32 f64 i64) (call $log)))`,
      { m: { log: () => log.push('called') } },
    );
    f(logged(log, 'a', 1), logged(log, 'b', 2), logged(log, 'c', 3n));
    same(log, ['a', 'b', 'c', 'called']);
    log.length = 0;
    throws(TypeError, () => f(logged(log, 'a', 1), 1n, logged(log, 'c', 3n)));
    same(log, ['a']);
  },
  'may call the function while they are converted': (api) => {
    const { f } = instantiate(
      api,
      wat`(module (func (export "f") (param i32 i32) (result i32)
        (i32.sub (local.get 0) (local.get 1))))`,
    );
    const inner = { valueOf: () => f(50, 8) };
    same(f(inner, { valueOf: () => f(inner, 40) }), 40);
  },
  'may throw anything while they are converted, and the function can be called again': (api) => {
    const { i32, i64 } = instantiate(api, SAME());
    const mine = { mine: true };
    const given = {
      valueOf() {
        throw mine;
      },
    };
    for (const f of [i32, i64])
      same(
        thrown(() => f(given)),
        mine,
      );
    same(i32(3), 3);
  },
  'keep every value of externref': (api) => {
    const { externref, i32 } = instantiate(api, SAME());
    for (const value of [...STRANGERS, -0, NaN, i32]) same(externref(value), value);
  },
};

const RESULTS: Cases = {
  'are undefined, a value, or an array of values': (api) => {
    const { none, one, four } = instantiate(
      api,
      wat`(module (func (export "none")) (func (export "one") (result i32) (i32.const -1))
        (func $four (export "four") (result i64 f32 f64 externref funcref)
          (i64.const -1) (f32.const 0.1) (f64.const -0) (ref.null extern) (ref.func $four)))`,
    );
    same(none(), undefined);
    same(one(), -1);
    const results = four();
    same(results, [-1n, Math.fround(0.1), -0, null, four]);
    same(Array.isArray(results), true);
    same(four() === results, false);
    same(attributes(results, 0), 'wec');
  },
  'are signed integers': (api) => {
    const { i32, i64 } = instantiate(
      api,
      wat`(module (func (export "i32") (result i32) (i32.const 0xffffffff))
        (func (export "i64") (result i64) (i64.const 0x8000000000000000)))`,
    );
    same([i32(), i64()], [-1, -(2n ** 63n)]);
  },
};

const TRAPS: Cases = {
  'are RuntimeErrors, and the instance can be used afterwards': (api) => {
    const { trap, divide, load, ok } = instantiate(
      api,
      wat`(module (memory 1) (func (export "trap") unreachable)
        (func (export "divide") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
        (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
        (func (export "ok") (result i32) (i32.const 1)))`,
    );
    throws(api.RuntimeError, () => trap());
    throws(api.RuntimeError, () => divide(0));
    throws(api.RuntimeError, () => load(-1));
    same(ok(), 1);
  },
};

/** What `f` of the host returns, as the guest's function gives it back. */
const HOST: Cases = {
  'is called with values and no receiver': (api) => {
    const calls: unknown[] = [];
    const { f, g } = instantiate(
      api,
      wat`(module (import "m" "f" (func $f (param i32 i64 f32 f64 externref funcref)))
        (func $g (export "g"))
        (func (export "f") (param externref)
          (call $f (i32.const -1) (i64.const -1) (f32.const 0.1) (f64.const -0) (local.get 0)
            (ref.func $g))))`,
      {
        m: {
          f(this: unknown, ...values: unknown[]) {
            calls.push(this, ...values);
          },
        },
      },
    );
    const object = {};
    f(object);
    same(calls.length, 7);
    same(calls.slice(0, 5), [undefined, -1, -1n, Math.fround(0.1), -0]);
    same([calls[5] === object, calls[6] === g], [true, true]);
  },
  'without results may return anything': (api) => {
    let result: unknown;
    const { g } = instantiate(
      api,
      wat`(module (import "m" "f" (func $f)) (func (export "g") (call $f)))`,
      { m: { f: () => result } },
    );
    const log: string[] = [];
    for (result of [...STRANGERS, logged(log, 'result', 1)]) same(g(), undefined);
    same(log, []);
  },
  'has its result converted': (api) => {
    let result: unknown;
    const exports = instantiate(
      api,
      wat`(module
        (import "m" "f" (func $i32 (result i32))) (import "m" "f" (func $i64 (result i64)))
        (import "m" "f" (func $f32 (result f32))) (import "m" "f" (func $f64 (result f64)))
        (func (export "i32") (result i32) (call $i32))
        (func (export "i64") (result i64) (call $i64))
        (func (export "f32") (result f32) (call $f32))
        (func (export "f64") (result f64) (call $f64)))`,
      { m: { f: () => result } },
    );
    for (const [type, pairs] of Object.entries(CONVERSIONS)) {
      for (const [given, value] of pairs) {
        result = given;
        same(exports[type](), value, type);
      }
    }
    for (result of [1n, Symbol('s')]) throws(TypeError, exports['i32']);
    for (result of [1, undefined, null]) throws(TypeError, exports['i64']);
  },
  'has references for results': (api) => {
    let result: unknown;
    const { any, func } = instantiate(
      api,
      wat`(module
        (import "m" "f" (func $any (result externref)))
        (import "m" "f" (func $func (result funcref)))
        (func (export "any") (result externref) (call $any))
        (func (export "func") (result funcref) (call $func)))`,
      { m: { f: () => result } },
    );
    for (result of STRANGERS) same(any(), result);
    for (result of [any, null]) same(func(), result);
    for (result of STRANGERS) if (result !== null) throws(TypeError, func);
  },
  'has several results from any iterable': (api) => {
    let result: unknown;
    const { g } = instantiate(
      api,
      wat`(module (import "m" "f" (func $f (result i32 f64)))
        (func (export "g") (result i32 f64) (call $f)))`,
      { m: { f: () => result } },
    );
    result = ['7', undefined];
    same(g(), [7, NaN]);
    result = '12';
    same(g(), [1, 2]);
    result = new Set([3.9, 4.5]);
    same(g(), [3, 4.5]);
    result = { [Symbol.iterator]: () => [5, 6][Symbol.iterator]() };
    same(g(), [5, 6]);
    const refused = [undefined, null, 1, {}, { length: 2, 0: 1, 1: 2 }, [], [1], [1, 2, 3], '1'];
    for (result of [...refused, [1n, 2], [1, 2n], { [Symbol.iterator]: 1 }]) throws(TypeError, g);
  },
  'has its iterable read whole, then counted, then converted in order': (api) => {
    const log: string[] = [];
    let count = 2;
    const { g } = instantiate(
      api,
      wat`(module (import "m" "f" (func $f (result i32 f64)))
        (func (export "g") (result i32 f64) (call $f)))`,
      {
        m: {
          f: () => ({
            [Symbol.iterator]: () => {
              let i = 0;
              return {
                next: () => {
                  log.push(`next ${i}`);
                  return { done: i === count, value: logged(log, `value ${i}`, ++i) };
                },
                return: () => {
                  log.push('return');
                  return {};
                },
              };
            },
          }),
        },
      },
    );
    same(g(), [1, 2]);
    same(log, ['next 0', 'next 1', 'next 2', 'value 0', 'value 1']);
    log.length = 0;
    count = 3;
    throws(TypeError, g);
    same(log, ['next 0', 'next 1', 'next 2', 'next 3']);
  },
  'may call the guest while its results are converted': (api) => {
    let depth = 0;
    const exports: Record<string, any> = instantiate(
      api,
      wat`(module (import "m" "f" (func $f (result i32 i32)))
        (func (export "g") (result i32) (i32.sub (call $f))))`,
      {
        m: {
          f: () => {
            if (depth++ > 0) return [9, 2];
            return [{ valueOf: () => exports['g']() }, { valueOf: () => exports['g']() - 4 }];
          },
        },
      },
    );
    same(exports['g'](), 4);
  },
  'may throw anything, through guests': (api) => {
    let mine: unknown;
    const { g, ok } = instantiate(
      api,
      wat`(module (import "m" "f" (func $f)) (func $h (call $f)) (func (export "g") (call $h))
        (func (export "ok") (result i32) (i32.const 1)))`,
      {
        m: {
          f: () => {
            throw mine;
          },
        },
      },
    );
    for (mine of [...STRANGERS, new api.RuntimeError('mine')]) same(thrown(g as () => void), mine);
    same(ok(), 1);
  },
};

export const FUNCTION_CASES: readonly Case[] = [
  ...casesOf('an exported function', OBJECTS),
  ...casesOf('arguments', ARGUMENTS),
  ...casesOf('results', RESULTS),
  ...casesOf('traps', TRAPS),
  ...casesOf('a function of the host', HOST),
];
