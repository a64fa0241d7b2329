/** https://webassembly.github.io/spec/js-api/#globals */
import { type Api, type Case, type Cases, casesOf, instantiate } from './case.js';
import { logged, loggedMembers, same, STRANGERS, thrown, throws } from './check.js';
import { wat } from './wat.js';

const NUMBERS = ['i32', 'f32', 'f64'] as const;

const variable = (api: Api, value: string, ...rest: unknown[]): any =>
  new api.Global({ value, mutable: true }, ...rest);

/** What each conversion makes of values. https://webassembly.github.io/spec/js-api/#towebassemblyvalue */
export const CONVERSIONS: Readonly<Record<string, readonly (readonly [unknown, unknown])[]>> = {
  i32: [
    [undefined, 0],
    [null, 0],
    [true, 1],
    [NaN, 0],
    [Infinity, 0],
    [-0, 0],
    [1.9, 1],
    [-1.9, -1],
    [2 ** 31, -(2 ** 31)],
    [2 ** 32 + 5, 5],
    [-(2 ** 31) - 1, 2 ** 31 - 1],
    [2 ** 53 + 2, 2],
    [-(2 ** 40) - 3, -3],
    [1e300, 0],
    [' 0x10 ', 16],
    ['x', 0],
    [[7], 7],
    [{ valueOf: () => 3.5 }, 3],
  ],
  i64: [
    [true, 1n],
    [false, 0n],
    ['', 0n],
    [' 456 ', 456n],
    ['0x10', 16n],
    [-1n, -1n],
    [2n ** 63n, -(2n ** 63n)],
    [2n ** 64n + 5n, 5n],
    [-(2n ** 63n) - 1n, 2n ** 63n - 1n],
    [-(2n ** 63n), -(2n ** 63n)],
    [2n ** 200n + 3n, 3n],
    [-(2n ** 32n), -(2n ** 32n)],
    [-(2n ** 32n) - 1n, -(2n ** 32n) - 1n],
    [{ valueOf: () => 3n }, 3n],
    [[8n], 8n],
  ],
  f32: [
    [undefined, NaN],
    [null, 0],
    ['x', NaN],
    [0.1, 0.10000000149011612],
    [16777217, 16777216],
    [16777219, 16777220],
    [-16777217, -16777216],
    [-0, -0],
    [1e40, Infinity],
    [-1e40, -Infinity],
    [3.4028235677973366e38, Infinity],
    [3.4028235677973362e38, 3.4028234663852886e38],
    [1e-45, 1.401298464324817e-45],
    [7e-46, 0],
    [-7e-46, -0],
    ['2.5', 2.5],
  ],
  f64: [
    [undefined, NaN],
    [null, 0],
    [-0, -0],
    [5e-324, 5e-324],
    [1e308, 1e308],
    [2 ** 53 + 2, 2 ** 53 + 2],
    ['1e3', 1000],
    [true, 1],
  ],
};

const REFUSED: Readonly<Record<string, readonly unknown[]>> = {
  i32: [1n, Symbol('s'), { valueOf: () => 1n }],
  i64: [null, undefined, 0, 1, NaN, Symbol('s'), { valueOf: () => 1 }],
  f32: [1n, Symbol('s')],
  f64: [1n, Symbol('s')],
  anyfunc: STRANGERS.filter((value) => value !== null),
};

const CONSTRUCTOR: Cases = {
  'must be given an object with a type': (api) => {
    for (const value of [...STRANGERS, { mutable: true }]) {
      throws(TypeError, () => new api.Global(value));
    }
    for (const value of ['', 'v128', 'funcref', 'i16', 'I32', null, Symbol('s'), 'exnref']) {
      throws(TypeError, () => new api.Global({ value }));
    }
    same(new api.Global({ value: { toString: () => 'i64' } }).value, 0n);
  },
  'reads the descriptor in order': (api) => {
    const log: string[] = [];
    new api.Global(loggedMembers(log, { value: 'i32', mutable: true }), logged(log, 'v', 1));
    same(log, ['mutable', 'value', 'value converted', 'v']);
  },
  'makes zero of a missing number, null of a function': (api) => {
    for (const value of NUMBERS) same(new api.Global({ value }).value, 0);
    same(new api.Global({ value: 'i64' }).value, 0n);
    same(new api.Global({ value: 'anyfunc' }).value, null);
  },
  'makes undefined of a missing externref': {
    run: (api) => same(new api.Global({ value: 'externref' }).value, undefined),
    v8: 'its default is null',
  },
  'takes undefined for a missing number': (api) => {
    for (const value of NUMBERS) same(new api.Global({ value }, undefined).value, 0);
    same(new api.Global({ value: 'i64' }, undefined).value, 0n);
    same(new api.Global({ value: 'externref' }, undefined).value, undefined);
  },
  'refuses values of other types': (api) => {
    for (const [value, refused] of Object.entries(REFUSED)) {
      for (const given of refused) {
        if (given === undefined && value !== 'anyfunc') continue;
        throws(TypeError, () => new api.Global({ value }, given));
      }
    }
  },
  'takes any externref': (api) => {
    for (const value of [...STRANGERS, -0, NaN]) {
      same(new api.Global({ value: 'externref' }, value, 'stray').value, value);
    }
  },
};

const VALUE: Cases = {
  'is what it was converted to': (api) => {
    for (const [type, pairs] of Object.entries(CONVERSIONS)) {
      const global = variable(api, type);
      for (const [given, value] of pairs) {
        global.value = given;
        same(global.value, value, `${type} value`);
        same(global.valueOf(), value, `${type} valueOf`);
        if (given !== undefined) same(new api.Global({ value: type }, given).value, value, type);
      }
    }
  },
  'is not set to values of other types': (api) => {
    for (const [type, refused] of Object.entries(REFUSED)) {
      const global = variable(api, type);
      const before = global.value;
      for (const given of refused) {
        throws(TypeError, () => {
          global.value = given;
        });
        same(global.value, before);
      }
    }
  },
  'passes on what a conversion throws': (api) => {
    const mine = new RangeError('mine');
    const given = {
      valueOf() {
        throw mine;
      },
    };
    for (const type of ['i32', 'i64', 'f32', 'f64']) {
      same(
        thrown(() => {
          variable(api, type).value = given;
        }),
        mine,
      );
    }
    throws(SyntaxError, () => variable(api, 'i64', 'x'));
  },
  'is not set where the global is immutable, and no value is converted': (api) => {
    for (const mutable of [undefined, false, null, 0, '', NaN]) {
      const global = new api.Global({ value: 'i32', mutable }, 1);
      const log: string[] = [];
      throws(TypeError, () => {
        global.value = logged(log, 'value', 2);
      });
      same([global.value, log.length], [1, 0]);
    }
    for (const mutable of [true, 1, 'x', {}]) {
      const global = new api.Global({ value: 'i32', mutable }, 1);
      global.value = 2;
      same(global.value, 2);
    }
  },
  'is set to undefined by a setter without an argument': {
    run: (api) => {
      const { set } = Object.getOwnPropertyDescriptor(api.Global.prototype, 'value')!;
      const global = variable(api, 'i32', 5);
      same(Reflect.apply(set!, global, []), undefined);
      same(global.value, 0);
      throws(TypeError, () => Reflect.apply(set!, variable(api, 'i64'), []));
    },
    v8: 'its setter wants an argument',
  },
  'is any externref': (api) => {
    const global = variable(api, 'externref');
    for (const value of [...STRANGERS, -0, NaN]) {
      global.value = value;
      same(global.value, value);
    }
  },
  'is a function of WebAssembly or null': (api) => {
    const { f } = instantiate(api, wat`(module (func (export "f")))`);
    const global = variable(api, 'anyfunc', f);
    same(global.value, f);
    global.value = null;
    same(global.value, null);
    global.value = f;
    same(global.valueOf(), f);
  },
};

const OBJECTS: Cases = {
  'is the same for one global, whatever its name': {
    run: (api) => {
      const { a, b } = instantiate(
        api,
        wat`(module (global (export "a") i32 (i32.const 4)) (export "b" (global 0)))`,
      );
      same(a, b);
    },
    v8: 'makes another for each name of one that is immutable',
  },
  'has the value that the guest gave it': (api) => {
    const { a, b } = instantiate(
      api,
      wat`(module (global (export "a") i32 (i32.const 4)) (global (export "b") f64 (f64.const -0)))`,
    );
    same(a instanceof api.Global, true);
    same([a.value, b.value], [4, -0]);
  },
  'is the same where another instance exports it again': {
    run: (api) => {
      for (const [bytes, mutable] of [
        [wat`(module (import "m" "a" (global (mut i32))) (export "d" (global 0)))`, true],
        [wat`(module (import "m" "a" (global i32)) (export "d" (global 0)))`, false],
      ] as const) {
        const a = new api.Global({ value: 'i32', mutable }, 4);
        same(instantiate(api, bytes, { m: { a } })['d'], a);
      }
    },
  },
  'shows what guests set, and they see what it is set to': (api) => {
    const { i, l, f, d, e, set, get } = instantiate(
      api,
      wat`(module
        (global (export "i") (mut i32) (i32.const 1)) (global (export "l") (mut i64) (i64.const -2))
        (global (export "f") (mut f32) (f32.const 0.1)) (global (export "d") (mut f64) (f64.const 0.1))
        (global (export "e") (mut externref) (ref.null extern))
        (func (export "set") (param i32 i64 f32 f64 externref)
          (global.set 0 (local.get 0)) (global.set 1 (local.get 1)) (global.set 2 (local.get 2))
          (global.set 3 (local.get 3)) (global.set 4 (local.get 4)))
        (func (export "get") (result i32 i64 f32 f64 externref)
          (global.get 0) (global.get 1) (global.get 2) (global.get 3) (global.get 4)))`,
    );
    const values = () => [i, l, f, d, e].map((global) => global.value);
    same(values(), [1, -2n, Math.fround(0.1), 0.1, null]);
    set(-1, 2n ** 63n, -0, NaN, 'x');
    same(values(), [-1, -(2n ** 63n), -0, NaN, 'x']);
    i.value = 7;
    l.value = -1n;
    f.value = 16777217;
    d.value = -0;
    e.value = undefined;
    same(get(), [7, -1n, 16777216, -0, undefined]);
  },
};

export const GLOBAL_CASES: readonly Case[] = [
  ...casesOf('new Global', CONSTRUCTOR),
  ...casesOf('Global.prototype.value', VALUE),
  ...casesOf('a global object', OBJECTS),
];
