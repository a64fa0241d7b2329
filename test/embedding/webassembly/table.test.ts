import { expect, it } from 'vitest';
import { describeBoth, exportsOf } from './namespaces.js';

const FUNCTIONS = `(module
  (func (export "one") (result i32) (i32.const 1))
  (func (export "two") (result i32) (i32.const 2)))`;

describeBoth('Table', (api) => {
  it('holds functions', () => {
    const { one, two } = exportsOf(api, FUNCTIONS);
    const table = new api.Table({ element: 'anyfunc', initial: 3, maximum: 5 }, one);
    expect([0, 1, 2].map((index) => table.get(index))).toEqual([one, one, one]);
    table.set(1, two);
    expect(table.get(1)).toBe(two);
    table.set(1);
    expect(table.get(1)).toBe(null);
    for (const value of [undefined, 1, {}, () => 1]) {
      expect(() => table.set(0, value)).toThrow(TypeError);
    }
    expect(table.get(0)).toBe(one);
    expect(table.grow(1, two)).toBe(3);
    expect(table.grow(1)).toBe(4);
    expect([table.get(3), table.get(4), table.length]).toEqual([two, null, 5]);
    expect(() => table.grow(1)).toThrow(RangeError);
  });

  it('holds anything', () => {
    const table = new api.Table({ element: 'externref', initial: 2 }, 'x');
    expect(table.get(1)).toBe('x');
    table.set(1);
    expect(table.get(1)).toBe(undefined);
    table.set(1, null);
    expect(table.get(1)).toBe(null);
    table.set(1, 37);
    expect(table.get(1)).toBe(37);
  });

  it('keeps undefined that a guest grows and fills it with', () => {
    const { table, grow, fill } = exportsOf(
      api,
      `(module (table (export "table") 2 externref)
         (func (export "grow") (param externref)
           (drop (table.grow (local.get 0) (i32.const 1))))
         (func (export "fill") (param externref)
           (table.fill (i32.const 0) (local.get 0) (i32.const 1))))`,
    );
    grow(undefined);
    fill(undefined);
    expect([0, 1, 2].map((index) => table.get(index))).toEqual([undefined, null, undefined]);
  });

  it('ends', () => {
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    expect(() => table.get(1)).toThrow(RangeError);
    expect(() => table.set(1, null)).toThrow(RangeError);
    for (const index of [undefined, -1, NaN, 2 ** 32, 1n]) {
      expect(() => table.get(index as number)).toThrow(TypeError);
      expect(() => table.set(index as number, null)).toThrow(TypeError);
    }
    const index = { valueOf: () => 0 };
    expect(table.get(index as unknown as number)).toBe(null);
  });

  it('converts the index before the value', () => {
    const table = new api.Table({ element: 'anyfunc', initial: 1 });
    let called = 0;
    const index = { valueOf: () => called++ };
    expect(() => table.set(index as unknown as number, {})).toThrow(TypeError);
    expect(called).toBe(1);
  });

  it.each([undefined, {}, { initial: 1 }, { element: 'i32', initial: 1 }, { element: 'anyfunc' }])(
    'refuses %j as descriptor',
    (descriptor) => {
      expect(() => new api.Table(descriptor as never)).toThrow(TypeError);
    },
  );

  it('refuses a maximum below the initial size', () => {
    const descriptor = { element: 'anyfunc', initial: 2, maximum: 1 } as const;
    expect(() => new api.Table(descriptor)).toThrow(RangeError);
  });

  it('is shared by guests, and its functions keep their identity', () => {
    const { one } = exportsOf(api, FUNCTIONS);
    const table = new api.Table({ element: 'anyfunc', initial: 2 });
    table.set(0, one);
    const { call, own } = exportsOf(
      api,
      `(module (import "m" "table" (table 2 funcref)) (type $get (func (result i32)))
         (elem (i32.const 1) $own)
         (func $own (export "own") (result i32) (i32.const 3))
         (func (export "call") (param i32) (result i32)
           (call_indirect (type $get) (local.get 0))))`,
      { m: { table } },
    );
    expect([call(0), call(1)]).toEqual([1, 3]);
    expect(table.get(1)).toBe(own);
    table.set(1, null);
    expect(() => call(1)).toThrow(api.RuntimeError);
  });
});
