import { describe, expect, it } from 'vitest';
import { type GlobalValueType, WebAssembly } from '../../../src/index.js';
import { describeBoth, exportsOf } from './namespaces.js';

const DEFAULTS: [GlobalValueType, unknown][] = [
  ['i32', 0],
  ['i64', 0n],
  ['f32', 0],
  ['f64', 0],
  ['anyfunc', null],
];

describeBoth('Global', (api) => {
  it.each(DEFAULTS)('of %s is %s at first', (value, initial) => {
    expect(new api.Global({ value }).value).toBe(initial);
  });

  it('takes undefined as no number', () => {
    expect(new api.Global({ value: 'i64' }, undefined).value).toBe(0n);
    expect(new api.Global({ value: 'f64' }, undefined).value).toBe(0);
    expect(() => new api.Global({ value: 'anyfunc' }, undefined)).toThrow(TypeError);
  });

  it('converts values', () => {
    const value = (type: GlobalValueType, given: unknown): unknown =>
      new api.Global({ value: type }, given).value;
    expect(value('i32', 2 ** 31)).toBe(-(2 ** 31));
    expect(value('i32', '0x10')).toBe(16);
    expect(value('i64', 2n ** 63n)).toBe(-(2n ** 63n));
    expect(value('i64', '5')).toBe(5n);
    expect(value('f32', 16777217)).toBe(16777216);
    expect(value('f64', null)).toBe(0);
    expect(value('f64', -0)).toBe(-0);
    expect(() => value('i32', 1n)).toThrow(TypeError);
    expect(() => value('i64', 1)).toThrow(TypeError);
    expect(() => value('f64', Symbol())).toThrow(TypeError);
    expect(() => value('anyfunc', () => 1)).toThrow(TypeError);
  });

  it('changes only when it is mutable', () => {
    const constant = new api.Global({ value: 'i32' }, 1);
    expect(() => {
      constant.value = 2;
    }).toThrow(TypeError);
    expect(constant.valueOf()).toBe(1);
    const variable = new api.Global({ value: 'i32', mutable: true }, 1);
    variable.value = 2.7;
    expect(variable.value).toBe(2);
  });

  it.each([undefined, {}, { value: 'funcref' }, { value: 'x' }, { value: Symbol() }])(
    'refuses %o as descriptor',
    (descriptor) => {
      expect(() => new api.Global(descriptor as never)).toThrow(TypeError);
    },
  );

  it('is shared by guests', () => {
    const counter = new api.Global({ value: 'i64', mutable: true }, 5n);
    const { add, again } = exportsOf(
      api,
      `(module (global $n (import "m" "counter") (mut i64)) (export "again" (global $n))
         (func (export "add") (param i64)
           (global.set $n (i64.add (global.get $n) (local.get 0)))))`,
      { m: { counter } },
    );
    add(2n);
    expect(counter.value).toBe(7n);
    counter.value = 1n;
    add(1n);
    expect(counter.value).toBe(2n);
    expect(again).toBe(counter);
  });

  it('is made of a value that is given for an import', () => {
    const text = (type: string): string =>
      `(module (import "m" "g" (global ${type})) (export "g" (global 0)))`;
    const given = (type: string, g: unknown): unknown =>
      exportsOf(api, text(type), { m: { g } })['g'].value;
    expect(given('i32', 3.9)).toBe(3);
    expect(given('i64', 3n)).toBe(3n);
    expect(given('externref', undefined)).toBe(undefined);
    expect(given('funcref', null)).toBe(null);
    const wrong: [string, unknown][] = [
      ['i32', 1n],
      ['i32', '1'],
      ['i64', 1],
      ['f64', undefined],
      ['(mut i32)', 1],
      ['funcref', () => 1],
    ];
    for (const [type, g] of wrong) expect(() => given(type, g)).toThrow(api.LinkError);
  });
});

describe('Global, where V8 is not to the letter', () => {
  it('of externref is undefined at first', () => {
    expect(new WebAssembly.Global({ value: 'externref' }).value).toBe(undefined);
    expect(new WebAssembly.Global({ value: 'externref' }, null).value).toBe(null);
  });
});
