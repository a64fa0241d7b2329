/** https://webassembly.github.io/spec/js-api/#tables */
import { type Api, type Case, type Cases, casesOf, instantiate } from './case.js';
import { logged, loggedMembers, NO_SIZES, same, SIZES, STRANGERS, throws } from './check.js';
import { wat } from './wat.js';

const functions = (api: Api): Record<string, any> =>
  instantiate(
    api,
    wat`(module
      (func (export "one") (result i32) (i32.const 1))
      (func (export "two") (result i32) (i32.const 2)))`,
  );

function contents(table: any): unknown[] {
  const elements: unknown[] = [];
  for (let i = 0; i < table.length; i++) elements.push(table.get(i));
  return elements;
}

/** What no table of functions holds. */
const NO_FUNCTIONS: readonly unknown[] = STRANGERS.filter(
  (value) => value !== null && value !== undefined,
);

const DESCRIPTORS: Cases = {
  'must be an object with a kind and an initial size': (api) => {
    const incomplete = [{ initial: 1 }, { element: 'anyfunc' }, { element: undefined, initial: 1 }];
    for (const value of [...STRANGERS, ...incomplete])
      throws(TypeError, () => new api.Table(value));
  },
  'have a kind of references': (api) => {
    for (const element of ['funcref', 'i32', 'v128', '', 'Anyfunc', null, Symbol('s')]) {
      throws(TypeError, () => new api.Table({ element, initial: 1 }));
    }
    const element = { toString: () => 'anyfunc' };
    same(new api.Table({ element, initial: 1 }).get(0), null);
  },
  'have sizes that are converted': (api) => {
    for (const [given, size] of SIZES) {
      same(new api.Table({ element: 'anyfunc', initial: given }).length, size);
      const table = new api.Table({ element: 'anyfunc', initial: 0, maximum: given });
      table.grow(size);
      throws(RangeError, () => table.grow(1));
    }
  },
  'refuse what is no size with a TypeError': (api) => {
    for (const value of NO_SIZES) {
      throws(TypeError, () => new api.Table({ element: 'anyfunc', initial: value }));
      if (value === undefined) continue;
      throws(TypeError, () => new api.Table({ element: 'anyfunc', initial: 0, maximum: value }));
    }
  },
  'refuse impossible sizes with a RangeError': (api) => {
    throws(RangeError, () => new api.Table({ element: 'anyfunc', initial: 2, maximum: 1 }));
    throws(RangeError, () => new api.Table({ element: 'anyfunc', initial: 2 ** 32 - 1 }));
    const maximum = 2 ** 32 - 1;
    same(new api.Table({ element: 'anyfunc', initial: 1, maximum }).length, 1);
  },
  'are read and converted in order': {
    run: (api) => {
      const log: string[] = [];
      const members = { maximum: 2, initial: 1, element: 'anyfunc', address: 'i32' };
      new api.Table(loggedMembers(log, members));
      same(log, [
        'element',
        'element converted',
        'address',
        'address converted',
        'initial',
        'initial converted',
        'maximum',
        'maximum converted',
      ]);
    },
    v8: 'knows no 64-bit addresses',
  },
  'have no address but i32 and i64': {
    run: (api) => {
      for (const address of ['', 'i31', null]) {
        throws(TypeError, () => new api.Table({ element: 'anyfunc', initial: 1, address }));
      }
    },
    v8: 'knows no 64-bit addresses',
  },
};

const CONSTRUCTOR: Cases = {
  'makes elements null, or undefined for externref': (api) => {
    same(contents(new api.Table({ element: 'anyfunc', initial: 2 })), [null, null]);
    same(contents(new api.Table({ element: 'externref', initial: 2 })), [undefined, undefined]);
  },
  'makes elements of the second argument': (api) => {
    const { one } = functions(api);
    same(contents(new api.Table({ element: 'anyfunc', initial: 2 }, one, 5)), [one, one]);
    same(contents(new api.Table({ element: 'anyfunc', initial: 1 }, null)), [null]);
    for (const value of [...STRANGERS, one, -0]) {
      same(contents(new api.Table({ element: 'externref', initial: 1 }, value)), [value]);
    }
  },
  'takes undefined for a missing value': (api) => {
    same(contents(new api.Table({ element: 'anyfunc', initial: 1 }, undefined)), [null]);
  },
  'refuses what is no function of WebAssembly': (api) => {
    for (const value of NO_FUNCTIONS) {
      throws(TypeError, () => new api.Table({ element: 'anyfunc', initial: 1 }, value));
    }
  },
  'refuses impossible sizes before an impossible value': (api) => {
    const descriptor = { element: 'anyfunc', initial: 2, maximum: 1 };
    throws(RangeError, () => new api.Table(descriptor, {}));
  },
};

const GET_AND_SET: Cases = {
  'read and write': (api) => {
    const { one, two } = functions(api);
    const table = new api.Table({ element: 'anyfunc', initial: 3 });
    same(table.set(0, one), undefined);
    table.set(2, two, 'stray');
    same(contents(table), [one, null, two]);
    table.set(0, null);
    same(contents(table), [null, null, two]);
  },
  'convert the index': (api) => {
    const { one } = functions(api);
    for (const [given, index] of SIZES) {
      const table = new api.Table({ element: 'anyfunc', initial: 3 });
      table.set(given, one);
      same(table.get(index), one);
      same(table.get(given), one);
    }
  },
  'refuse what is no index with a TypeError': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    throws(TypeError, () => table.get());
    throws(TypeError, () => table.set());
    for (const value of NO_SIZES) {
      throws(TypeError, () => table.get(value));
      throws(TypeError, () => table.set(value, null));
    }
  },
  'refuse an index beyond the end with a RangeError': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    for (const index of [1, 2 ** 31, 2 ** 32 - 1]) {
      throws(RangeError, () => table.get(index));
      throws(RangeError, () => table.set(index));
      throws(RangeError, () => table.set(index, null));
    }
  },
  'convert the index, then the value, then look for the element': {
    run: (api) => {
      const table = new api.Table({ element: 'anyfunc', initial: 1 });
      const log: string[] = [];
      throws(RangeError, () => table.set(logged(log, 'index', 7), null));
      throws(TypeError, () => table.set(-1, {}));
      throws(TypeError, () => table.set(logged(log, 'other', 7), {}));
      same(log, ['index', 'other']);
    },
    v8: 'looks for the element before it converts the value',
  },
  'refuse a value that is none without a change': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    const log: string[] = [];
    throws(TypeError, () => table.set(logged(log, 'index', 0), {}));
    same([log.length, table.get(0)], [1, null]);
  },
  'look for the element in what the table has after the conversion': (api) => {
    const table = new api.Table({ element: 'externref', initial: 1 });
    same(table.get({ valueOf: () => table.grow(1, 'new') }), 'new');
  },
  'set null, or undefined for externref, where no value is given': (api) => {
    const { one } = functions(api);
    const table = new api.Table({ element: 'anyfunc', initial: 1 }, one);
    table.set(0);
    same(table.get(0), null);
    const any = new api.Table({ element: 'externref', initial: 1 }, one);
    same(any.get(0), one);
    any.set(0);
    same(any.get(0), undefined);
  },
  'take any value for externref': (api) => {
    const table = new api.Table({ element: 'externref', initial: 1 });
    for (const value of [...STRANGERS, -0, table]) {
      table.set(0, value);
      same(table.get(0), value);
    }
  },
  'refuse what is no function of WebAssembly, undefined too': (api) => {
    const { one } = functions(api);
    const table = new api.Table({ element: 'anyfunc', initial: 1 }, one);
    for (const value of [...NO_FUNCTIONS, undefined]) throws(TypeError, () => table.set(0, value));
    same(table.get(0), one);
  },
};

const GROW: Cases = {
  'returns the length before': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1, maximum: 4 });
    same([table.grow(2), table.grow(0), table.grow(1), table.length], [1, 3, 3, 4]);
  },
  'makes elements null, or undefined for externref': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 0 });
    table.grow(1);
    table.grow(1, undefined);
    same(contents(table), [null, null]);
    const any = new api.Table({ element: 'externref', initial: 0 });
    any.grow(1);
    any.grow(1, null);
    same(contents(any), [undefined, null]);
  },
  'makes elements of the second argument': (api) => {
    const { one } = functions(api);
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    table.grow(2, one, 'stray');
    same(contents(table), [null, one, one]);
    for (const value of NO_FUNCTIONS) throws(TypeError, () => table.grow(0, value));
  },
  'converts the delta': (api) => {
    for (const [given, delta] of SIZES) {
      const table = new api.Table({ element: 'anyfunc', initial: 0 });
      same(table.grow(given), 0);
      same(table.length, delta);
    }
  },
  'refuses what is no delta with a TypeError': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 0 });
    throws(TypeError, () => table.grow());
    for (const value of NO_SIZES) throws(TypeError, () => table.grow(value));
  },
  'refuses growth beyond the maximum with a RangeError': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1, maximum: 2 });
    for (const delta of [2, 2 ** 32 - 1]) throws(RangeError, () => table.grow(delta));
    const boundless = new api.Table({ element: 'anyfunc', initial: 1 });
    throws(RangeError, () => boundless.grow(2 ** 32 - 1));
    same([table.length, boundless.length], [1, 1]);
  },
  'converts delta and value before it looks at the maximum': (api) => {
    const table = new api.Table({ element: 'anyfunc', initial: 1, maximum: 2 });
    const log: string[] = [];
    throws(TypeError, () => table.grow(logged(log, 'delta', 9), {}));
    throws(TypeError, () => table.grow(-1, {}));
    same(log, ['delta']);
  },
};

const OBJECTS: Cases = {
  'is the same for one table, wherever it is exported': (api) => {
    const { a, b } = instantiate(
      api,
      wat`(module (table (export "a") 1 funcref) (export "b" (table 0)))`,
    );
    same(a, b);
    same(a instanceof api.Table, true);
    const again = wat`(module (import "m" "a" (table 1 funcref)) (export "c" (table 0)))`;
    same(instantiate(api, again, { m: { a } })['c'], a);
  },
  'holds the functions that instances export': (api) => {
    const { table, f, call, host } = instantiate(
      api,
      wat`(module
        (import "m" "host" (func $host (result i32)))
        (type $get (func (result i32)))
        (table (export "table") 3 funcref)
        (elem (i32.const 0) $f $host)
        (func $f (export "f") (result i32) (i32.const 5))
        (export "host" (func $host))
        (func (export "call") (param i32) (result i32)
          (call_indirect (type $get) (local.get 0))))`,
      { m: { host: () => 6 } },
    );
    same(contents(table), [f, host, null]);
    same([call(0), call(1)], [5, 6]);
    throws(api.RuntimeError, () => call(2));
    const { two } = functions(api);
    table.set(2, two);
    same(call(2), 2);
    same(table.get(2), two);
    table.set(0, host);
    same([call(0), table.get(0) === host], [6, true]);
  },
  'of externref is null where a guest made it': (api) => {
    const { table } = instantiate(api, wat`(module (table (export "table") 1 externref))`);
    same(table.get(0), null);
  },
  'shows what guests write and grow': (api) => {
    const { table, set, grow } = instantiate(
      api,
      wat`(module (table (export "table") 1 externref)
        (func (export "set") (param externref) (table.set (i32.const 0) (local.get 0)))
        (func (export "grow") (param externref) (result i32)
          (table.grow (local.get 0) (i32.const 2))))`,
    );
    const object = {};
    set(object);
    same(grow(undefined), 1);
    same(contents(table), [object, undefined, undefined]);
  },
};

export const TABLE_CASES: readonly Case[] = [
  ...casesOf("a table's descriptor", DESCRIPTORS),
  ...casesOf('new Table', CONSTRUCTOR),
  ...casesOf('Table.prototype.get and set', GET_AND_SET),
  ...casesOf('Table.prototype.grow', GROW),
  ...casesOf('a table object', OBJECTS),
];
