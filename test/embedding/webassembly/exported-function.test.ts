import { expect, it } from 'vitest';
import { describeBoth, exportsOf } from './namespaces.js';

describeBoth('an exported function', (api) => {
  it('is a function of its own kind', () => {
    const { f, again } = exportsOf(
      api,
      `(module (func (param i32)) (func $f (export "f") (param i32 i64 f32))
         (export "again" (func $f)))`,
    );
    expect(f).toBe(again);
    expect([f.name, f.length]).toEqual(['1', 3]);
    // V8's have `arguments` and `caller` besides.
    expect(Reflect.ownKeys(f as object).slice(0, 2)).toEqual(['length', 'name']);
    expect(Object.getPrototypeOf(f)).toBe(Function.prototype);
    expect(() => new f(1, 1n, 1)).toThrow(TypeError);
  });

  it('converts arguments and results', () => {
    const { i32, i64, f32, f64, any, two } = exportsOf(
      api,
      `(module
         (func (export "i32") (param i32) (result i32) (local.get 0))
         (func (export "i64") (param i64) (result i64) (local.get 0))
         (func (export "f32") (param f32) (result f32) (local.get 0))
         (func (export "f64") (param f64) (result f64) (local.get 0))
         (func (export "any") (param externref) (result externref) (local.get 0))
         (func (export "two") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0)))`,
    );
    expect([i32(), i32(-1), i32(2 ** 32 + 5), i32('7'), i32(1.9)]).toEqual([0, -1, 5, 7, 1]);
    expect([i64(-1n), i64(2n ** 64n + 5n), i64(true)]).toEqual([-1n, 5n, 1n]);
    expect([f32(0.1), f32(), f32(1e40)]).toEqual([Math.fround(0.1), NaN, Infinity]);
    expect([f64(0.1), f64(-0), f64('x')]).toEqual([0.1, -0, NaN]);
    const object = {};
    expect([any(object), any(null), any(), any(1n)]).toEqual([object, null, undefined, 1n]);
    expect(any(object)).toBe(object);
    expect(two(1, 2.5, 'stray')).toEqual([2.5, 1]);
    expect(() => i32(1n)).toThrow(TypeError);
    expect(() => i64(1)).toThrow(TypeError);
    expect(() => i64()).toThrow(TypeError);
    expect(() => f64(Symbol())).toThrow(TypeError);
  });

  it('converts arguments in order', () => {
    const { f } = exportsOf(api, '(module (func (export "f") (param i32 f64 funcref)))');
    const order: number[] = [];
    const argument = (number: number) => ({ valueOf: () => order.push(number) });
    expect(() => f(argument(1), argument(2), {})).toThrow(TypeError);
    expect(order).toEqual([1, 2]);
  });

  it('passes functions as values', () => {
    const { f, own, none } = exportsOf(
      api,
      `(module (func $own (export "own")) (elem declare func $own)
         (func (export "none") (result funcref) (ref.null func))
         (func (export "f") (param funcref) (result funcref funcref)
           (local.get 0) (ref.func $own)))`,
    );
    expect(f(f)).toEqual([f, own]);
    expect(f(null)).toEqual([null, own]);
    expect(none()).toBe(null);
    for (const value of [undefined, () => 1, {}]) expect(() => f(value)).toThrow(TypeError);
  });

  it('of the host, exported again, converts too', () => {
    const { g, h } = exportsOf(
      api,
      `(module (import "m" "f" (func (param i32) (result i32)))
         (import "m" "g" (func (param i32 f32 i64) (result i32 f32)))
         (import "m" "h" (func (param funcref) (result funcref)))
         (export "g" (func 1)) (export "h" (func 2)))`,
      {
        m: {
          f: (value: number) => value,
          g: (...values: unknown[]) => [values.length === 3 ? values[0] : 0, values[1]],
          h: (value: unknown) => value,
        },
      },
    );
    expect(g(2 ** 32 + 1, 0.1, 1n)).toEqual([1, Math.fround(0.1)]);
    expect([g.name, g.length]).toEqual(['1', 3]);
    expect(() => g(1, 1, 1)).toThrow(TypeError);
    expect(h(g)).toBe(g);
    expect(() => h(1)).toThrow(TypeError);
  });

  it('traps', () => {
    const { f } = exportsOf(api, '(module (func (export "f") unreachable))');
    expect(() => f()).toThrow(api.RuntimeError);
    expect(() => f()).toThrow('unreachable');
  });
});
