/** https://webassembly.github.io/spec/js-api/#instances and #webassembly-namespace */
import { type Api, type Case, type Cases, casesOf, instantiate } from './case.js';
import { attributes, rejects, same, STRANGERS, thrown, throws } from './check.js';
import { wat } from './wat.js';

const EMPTY = (): Uint8Array => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

const IMPORTING = (): Uint8Array => wat`(module (import "m" "f" (func)))`;

const STARTING = (): Uint8Array => wat`(module (import "m" "f" (func $f)) (start $f))`;

const objects = STRANGERS.filter((value) => typeof value === 'object' && value !== null);
const primitives = STRANGERS.filter((value) => !['object', 'function'].includes(typeof value));

/** Of every kind but those of imports. */
const NOTHING: readonly unknown[] = [...primitives, null, ...objects];

const IMPORTS: Cases = {
  'are needed where the module has any': (api) => {
    throws(TypeError, () => instantiate(api, IMPORTING()));
    throws(TypeError, () => instantiate(api, IMPORTING(), undefined));
    same(Object.keys(instantiate(api, EMPTY())), []);
  },
  'are in an object or a function, even where none are needed': (api) => {
    for (const value of [...primitives, null]) {
      if (value === undefined) continue;
      throws(TypeError, () => instantiate(api, EMPTY(), value as object));
    }
    for (const value of [[], () => 1, new Map()]) instantiate(api, EMPTY(), value);
    const f = (): number => 1;
    instantiate(
      api,
      IMPORTING(),
      Object.assign(() => 0, { m: Object.assign(() => 0, { f }) }),
    );
    instantiate(api, IMPORTING(), Object.create({ m: Object.create({ f }) }));
  },
  'have modules that are objects, or a TypeError says so': (api) => {
    for (const m of [...primitives, null]) {
      throws(TypeError, () => instantiate(api, IMPORTING(), { m }));
    }
    throws(TypeError, () => instantiate(api, IMPORTING(), {}));
  },
  'are of their kind, or a LinkError says so': (api) => {
    const memory = new api.Memory({ initial: 1 });
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    const global = new api.Global({ value: 'i32' });
    const f = (): number => 1;
    const wrong = [
      [wat`(module (import "m" "x" (func)))`, [...NOTHING, memory, table, global]],
      [wat`(module (import "m" "x" (memory 1)))`, [...NOTHING, f, table, global, api.Memory]],
      [wat`(module (import "m" "x" (table 1 funcref)))`, [...NOTHING, f, memory, global]],
      [wat`(module (import "m" "x" (global (mut i32))))`, [...NOTHING, f, memory, table, 1]],
    ] as const;
    for (const [bytes, values] of wrong) {
      for (const x of values) throws(api.LinkError, () => instantiate(api, bytes, { m: { x } }));
      throws(api.LinkError, () => instantiate(api, bytes, { m: {} }));
    }
    for (const name of ['Memory', 'Table', 'Global'] as const) {
      const x = Object.create(api[name].prototype);
      throws(api.LinkError, () => instantiate(api, wrong[1][0], { m: { x } }));
    }
  },
  'are of their type, or a LinkError says so': (api) => {
    const refuses = (bytes: Uint8Array, x: unknown) =>
      throws(api.LinkError, () => instantiate(api, bytes, { m: { x } }));
    const { f } = instantiate(api, wat`(module (func (export "f") (param i32)))`);
    refuses(wat`(module (import "m" "x" (func (param i64))))`, f);
    refuses(wat`(module (import "m" "x" (func (param i32) (result i32))))`, f);
    refuses(wat`(module (import "m" "x" (memory 2)))`, new api.Memory({ initial: 1 }));
    refuses(wat`(module (import "m" "x" (memory 1 2)))`, new api.Memory({ initial: 1 }));
    refuses(
      wat`(module (import "m" "x" (memory 1 2)))`,
      new api.Memory({ initial: 1, maximum: 3 }),
    );
    const table = new api.Table({ element: 'externref', initial: 1 });
    refuses(wat`(module (import "m" "x" (table 1 funcref)))`, table);
    refuses(wat`(module (import "m" "x" (table 2 externref)))`, table);
    refuses(wat`(module (import "m" "x" (global i32)))`, new api.Global({ value: 'f32' }));
    refuses(wat`(module (import "m" "x" (global (mut i32))))`, new api.Global({ value: 'i32' }));
    const mutable = new api.Global({ value: 'i32', mutable: true });
    refuses(wat`(module (import "m" "x" (global i32)))`, mutable);
  },
  'may be numbers, BigInts and references where globals are imported': (api) => {
    const global = (bytes: Uint8Array, x: unknown): unknown =>
      instantiate(api, bytes, { m: { x } })['g'].value;
    const i32 = wat`(module (import "m" "x" (global i32)) (export "g" (global 0)))`;
    const i64 = wat`(module (import "m" "x" (global i64)) (export "g" (global 0)))`;
    const f32 = wat`(module (import "m" "x" (global f32)) (export "g" (global 0)))`;
    const f64 = wat`(module (import "m" "x" (global f64)) (export "g" (global 0)))`;
    const any = wat`(module (import "m" "x" (global externref)) (export "g" (global 0)))`;
    const func = wat`(module (import "m" "x" (global funcref)) (export "g" (global 0)))`;
    same([global(i32, 2 ** 32 + 1.5), global(i32, NaN)], [1, 0]);
    same(global(i64, 2n ** 63n), -(2n ** 63n));
    same([global(f32, 16777217), global(f32, -0)], [16777216, -0]);
    same([global(f64, 0.1), global(f64, -0)], [0.1, -0]);
    for (const value of STRANGERS) same(global(any, value), value);
    same(global(func, null), null);
    for (const bytes of [i32, f32, f64]) {
      for (const x of [...NOTHING, '1', Object(1)]) {
        if (typeof x !== 'number') throws(api.LinkError, () => global(bytes, x));
      }
    }
    for (const x of [...NOTHING, Object(1n)]) {
      if (typeof x !== 'bigint') throws(api.LinkError, () => global(i64, x));
    }
    for (const x of STRANGERS) if (x !== null) throws(api.LinkError, () => global(func, x));
  },
  'are read in order, each time the module names them': (api) => {
    const log: string[] = [];
    const importObject = new Proxy(
      {},
      {
        get: (_target, module) => {
          log.push(String(module));
          return new Proxy(
            {},
            {
              get: (_inner, name) => {
                log.push(`${String(module)}.${String(name)}`);
                return () => 0;
              },
            },
          );
        },
        has: () => {
          throw new Error('asked whether there is');
        },
      },
    );
    instantiate(
      api,
      wat`(module (import "b" "f" (func)) (import "a" "f" (func)) (import "b" "f" (func)))`,
      importObject,
    );
    same(log, ['b', 'b.f', 'a', 'a.f', 'b', 'b.f']);
  },
  'are read until one is wrong': {
    run: (api) => {
      const log: string[] = [];
      const importObject = {
        get m() {
          log.push('m');
          return {};
        },
        get n() {
          log.push('n');
          return null;
        },
      };
      const bytes = wat`(module (import "m" "f" (func)) (import "n" "f" (func)))`;
      throws(api.LinkError, () => instantiate(api, bytes, importObject));
      same(log, ['m']);
      const other = wat`(module (import "n" "f" (func)) (import "m" "f" (func)))`;
      throws(TypeError, () => instantiate(api, other, importObject));
      same(log, ['m', 'n']);
    },
    v8: 'reads them all before it looks at them',
  },
  'have their kinds checked before their types': (api) => {
    const bytes = wat`(module (import "m" "memory" (memory 2)) (import "n" "f" (func)))`;
    const memory = new api.Memory({ initial: 1 });
    throws(TypeError, () => instantiate(api, bytes, { m: { memory } }));
  },
  'may throw when they are read': (api) => {
    const mine = { mine: true };
    const importObject = {
      get m() {
        throw mine;
      },
    };
    same(
      thrown(() => instantiate(api, IMPORTING(), importObject)),
      mine,
    );
  },
};

const INSTANCES: Cases = {
  'are made of modules alone': (api) => {
    for (const value of [...STRANGERS, EMPTY(), api.Module.prototype]) {
      throws(TypeError, () => new api.Instance(value));
      throws(TypeError, () => new api.Instance(value, {}));
    }
  },
  'have a frozen object of exports without a prototype': (api) => {
    const instance = new api.Instance(
      new api.Module(
        wat`(module (func) (export "b" (func 0)) (export "__proto__" (func 0))
          (export "" (func 0)) (export "a" (func 0)) (export "constructor" (func 0)))`,
      ),
    );
    const { exports } = instance;
    same(instance.exports, exports);
    same(Object.getPrototypeOf(exports), null);
    same(Object.isFrozen(exports), true);
    same(Object.isExtensible(exports), false);
    same(Reflect.ownKeys(exports), ['b', '__proto__', '', 'a', 'constructor']);
    for (const key of Object.keys(exports)) same(attributes(exports, key), '-e-', key);
    throws(TypeError, () => {
      exports.b = 1;
    });
    throws(TypeError, () => {
      exports.other = 1;
    });
    throws(TypeError, () => delete exports.b);
  },
  'have exports of every kind, in order': (api) => {
    const exports = instantiate(
      api,
      wat`(module (func (export "f")) (memory (export "m") 1) (table (export "t") 1 funcref)
        (global (export "g") i32 (i32.const 0)))`,
    );
    same(Object.keys(exports), ['f', 'm', 't', 'g']);
    same(typeof exports['f'], 'function');
    for (const [name, key] of [
      ['Memory', 'm'],
      ['Table', 't'],
      ['Global', 'g'],
    ] as const) {
      same(Object.getPrototypeOf(exports[key]), api[name].prototype);
      same(Reflect.ownKeys(exports[key]), []);
      same(Object.isExtensible(exports[key]), true);
    }
  },
  'throw what the start function throws': (api) => {
    const mine = { mine: true };
    const f = () => {
      throw mine;
    };
    same(
      thrown(() => instantiate(api, STARTING(), { m: { f } })),
      mine,
    );
    const trap = wat`(module (func $f unreachable) (start $f))`;
    throws(api.RuntimeError, () => instantiate(api, trap));
  },
  'throw a RuntimeError where a segment does not fit, which may be after others': (api) => {
    const memory = new api.Memory({ initial: 1 });
    const data = wat`(module (import "m" "x" (memory 1))
      (data (i32.const 0) "ab") (data (i32.const 65535) "cd"))`;
    throws(api.RuntimeError, () => instantiate(api, data, { m: { x: memory } }));
    same([...new Uint8Array(memory.buffer, 0, 2)], [97, 98]);
    const elements = wat`(module (table 1 funcref) (func $f) (elem (i32.const 1) $f))`;
    throws(api.RuntimeError, () => instantiate(api, elements));
  },
};

const promised = (api: Api, promise: Promise<unknown>): Promise<unknown> => {
  same(Object.getPrototypeOf(promise), Promise.prototype);
  same(promise instanceof api.Module, false);
  return promise;
};

const COMPILE: Cases = {
  'fulfils its promise with a module': async (api) => {
    const module = await promised(api, api.compile(EMPTY()));
    same(Object.getPrototypeOf(module), api.Module.prototype);
  },
  'rejects, and never throws': async (api) => {
    for (const value of [...STRANGERS, api.Module, [0, 0x61]]) {
      await rejects(TypeError, promised(api, api.compile(value)));
    }
    await rejects(TypeError, api.compile());
    await rejects(api.CompileError, api.compile(new Uint8Array()));
    await rejects(api.CompileError, api.compile(Uint8Array.of(...EMPTY(), 1)));
  },
  'takes the bytes as they are when it is called': async (api) => {
    const bytes = EMPTY();
    const promise = api.compile(bytes);
    bytes[0] = 1;
    same((await promise) instanceof api.Module, true);
  },
};

const INSTANTIATE: Cases = {
  'makes a module and an instance of bytes': async (api) => {
    const result: any = await promised(api, api.instantiate(EMPTY(), undefined, {}));
    same(Object.getPrototypeOf(result), Object.prototype);
    same(Object.isExtensible(result), true);
    same(Object.keys(result).sort(), ['instance', 'module']);
    same([attributes(result, 'module'), attributes(result, 'instance')], ['wec', 'wec']);
    same(Object.getPrototypeOf(result.module), api.Module.prototype);
    same(Object.getPrototypeOf(result.instance), api.Instance.prototype);
  },
  'has its results in order of the alphabet': {
    run: async (api) => same(Object.keys(await api.instantiate(EMPTY())), ['instance', 'module']),
    v8: 'has them in the order of their declaration, as other engines have',
  },
  'makes an instance of a module': async (api) => {
    const module = new api.Module(EMPTY());
    const instance = await promised(api, api.instantiate(module));
    same(Object.getPrototypeOf(instance), api.Instance.prototype);
  },
  'rejects, and never throws': async (api) => {
    const module = new api.Module(IMPORTING());
    for (const value of [...STRANGERS, api.Module, new api.Instance(new api.Module(EMPTY()))]) {
      await rejects(TypeError, promised(api, api.instantiate(value)));
    }
    await rejects(TypeError, api.instantiate());
    for (const value of [...primitives, null]) {
      await rejects(TypeError, promised(api, api.instantiate(module, value)));
      if (value !== undefined) await rejects(TypeError, api.instantiate(EMPTY(), value));
    }
    await rejects(api.CompileError, api.instantiate(new Uint8Array()));
    await rejects(api.CompileError, api.instantiate(Uint8Array.of(...EMPTY(), 1), {}));
    for (const source of [module, IMPORTING()]) {
      await rejects(TypeError, api.instantiate(source, {}));
      await rejects(api.LinkError, api.instantiate(source, { m: {} }));
    }
    const trap = wat`(module (func $f unreachable) (start $f))`;
    await rejects(api.RuntimeError, api.instantiate(trap));
    await rejects(api.RuntimeError, api.instantiate(new api.Module(trap)));
  },
  'takes the bytes as they are when it is called': async (api) => {
    const bytes = EMPTY();
    const promise = api.instantiate(bytes);
    bytes[0] = 1;
    same((await promise).module instanceof api.Module, true);
  },
  'reads the imports of a module at once, those of bytes later': async (api) => {
    const log: string[] = [];
    const importObject = {
      get m() {
        log.push('m');
        return {
          get f() {
            log.push('f');
            return () => 0;
          },
        };
      },
    };
    const ofModule = api.instantiate(new api.Module(IMPORTING()), importObject);
    same(log, ['m', 'f']);
    await ofModule;
    const ofBytes = api.instantiate(IMPORTING(), importObject);
    same(log, ['m', 'f']);
    await ofBytes;
    same(log, ['m', 'f', 'm', 'f']);
  },
  'takes what the imports of a module were when it was called': async (api) => {
    const log: string[] = [];
    const m = { f: () => log.push('first') };
    const promise = api.instantiate(new api.Module(STARTING()), { m });
    m.f = () => log.push('second');
    await promise;
    same(log, ['first']);
  },
  'runs the start function later': {
    run: async (api) => {
      const log: string[] = [];
      const importObject = { m: { f: () => log.push('started') } };
      for (const source of [new api.Module(STARTING()), STARTING()]) {
        const promise = api.instantiate(source, importObject);
        log.push('returned');
        await promise;
      }
      same(log, ['returned', 'started', 'returned', 'started']);
    },
    v8: 'makes the instance of a module at once',
  },
  'compiles before it reads imports': async (api) => {
    const importObject = {
      get m() {
        throw new Error('read');
      },
    };
    const bytes = IMPORTING();
    await rejects(api.CompileError, api.instantiate(bytes.slice(0, -1), importObject));
    await rejects(Error, api.instantiate(bytes, importObject));
  },
};

export const INSTANCE_CASES: readonly Case[] = [
  ...casesOf('imports', IMPORTS),
  ...casesOf('instances', INSTANCES),
  ...casesOf('compile', COMPILE),
  ...casesOf('instantiate', INSTANTIATE),
];
