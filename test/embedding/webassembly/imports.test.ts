import { expect, it } from 'vitest';
import { describeBoth, exportsOf } from './namespaces.js';

describeBoth('imports', (api) => {
  it('must be given, by objects', () => {
    const text = '(module (import "m" "f" (func)))';
    expect(() => exportsOf(api, text)).toThrow(TypeError);
    expect(() => exportsOf(api, text, {})).toThrow(TypeError);
    for (const m of [null, 1, 'x']) {
      expect(() => exportsOf(api, text, { m: m as never })).toThrow(TypeError);
    }
    expect(() => exportsOf(api, text, { m: {} })).toThrow(api.LinkError);
    expect(() => exportsOf(api, '(module)', null as never)).toThrow(TypeError);
    const m = Object.assign(() => 0, { f: () => 1 });
    expect(exportsOf(api, text, { m: m as never })).toEqual({});
  });

  it('are read in order, and each once', () => {
    const order: string[] = [];
    const module = (name: string) => ({
      get f() {
        order.push(`${name}.f`);
        return () => 0;
      },
    });
    const importObject = {
      get a() {
        order.push('a');
        return module('a');
      },
      get b() {
        order.push('b');
        return module('b');
      },
    };
    const text = '(module (import "b" "f" (func)) (import "a" "f" (func)) (import "b" "f" (func)))';
    exportsOf(api, text, importObject);
    expect(order).toEqual(['b', 'b.f', 'a', 'a.f', 'b', 'b.f']);
  });

  it.each([
    ['(func)', {}],
    ['(func)', 1],
    ['(memory 1)', {}],
    ['(memory 1)', () => 1],
    ['(table 1 funcref)', []],
    ['(global i32)', undefined],
  ])('%s is not %j', (kind, f) => {
    const text = `(module (import "m" "f" ${kind}))`;
    expect(() => exportsOf(api, text, { m: { f } })).toThrow(api.LinkError);
  });

  it('of another type do not link', () => {
    const { f } = exportsOf(api, '(module (func (export "f") (param i32)))');
    const text = '(module (import "m" "f" (func (param i64))))';
    expect(() => exportsOf(api, text, { m: { f } })).toThrow(api.LinkError);
    const memory = new api.Memory({ initial: 1 });
    const larger = '(module (import "m" "memory" (memory 2)))';
    expect(() => exportsOf(api, larger, { m: { memory } })).toThrow(api.LinkError);
  });

  it('are called with no receiver and values of their types', () => {
    const calls: unknown[][] = [];
    const { run } = exportsOf(
      api,
      `(module (import "m" "f" (func $f (param i32 i64 f32 externref)))
         (func (export "run")
           (call $f (i32.const -1) (i64.const -1) (f32.const 0.1) (ref.null extern))))`,
      {
        m: {
          f(this: unknown, ...args: unknown[]) {
            calls.push([this, ...args]);
          },
        },
      },
    );
    expect(run()).toBe(undefined);
    expect(calls).toEqual([[undefined, -1, -1n, Math.fround(0.1), null]]);
  });

  it('return several values by any iterable', () => {
    let result: unknown;
    const { run } = exportsOf(
      api,
      `(module (import "m" "f" (func $f (result i32 i64)))
         (func (export "run") (result i32 i64) (call $f)))`,
      { m: { f: () => result } },
    );
    result = [1.5, 2n];
    expect(run()).toEqual([1, 2n]);
    result = (function* () {
      yield '3';
      yield 4n;
    })();
    expect(run()).toEqual([3, 4n]);
    for (result of [1, undefined, [1], [1, 2n, 3], [1, 2], {}])
      expect(() => run()).toThrow(TypeError);
  });

  it('give functions and take them', () => {
    const seen: unknown[] = [];
    const { run, own } = exportsOf(
      api,
      `(module (import "m" "f" (func $f (param funcref) (result funcref)))
         (func $own (export "own")) (elem declare func $own)
         (func (export "run") (result funcref) (call $f (ref.func $own))))`,
      {
        m: {
          f: (value: unknown) => {
            seen.push(value);
            return seen.length === 1 ? value : () => 1;
          },
        },
      },
    );
    expect(run()).toBe(own);
    expect(seen).toEqual([own]);
    expect(() => run()).toThrow(TypeError);
  });

  it('pass their errors through guests, whatever they throw', () => {
    let thrown: unknown;
    const { run } = exportsOf(
      api,
      '(module (import "m" "f" (func $f)) (func (export "run") (call $f)))',
      {
        m: {
          f: () => {
            throw thrown;
          },
        },
      },
    );
    for (thrown of [new RangeError('mine'), 'text', undefined, new api.RuntimeError('own')]) {
      let caught: unknown = 'nothing';
      try {
        run();
      } catch (error) {
        caught = error;
      }
      expect(caught).toBe(thrown);
    }
  });

  it('that are exports of guests are linked as they are', () => {
    const { f } = exportsOf(api, '(module (func (export "f") (result i32) (i32.const 4)))');
    const { g, run } = exportsOf(
      api,
      `(module (import "m" "f" (func $f (result i32))) (export "g" (func $f))
         (func (export "run") (result i32) (call $f)))`,
      { m: { f } },
    );
    expect(g).toBe(f);
    expect(run()).toBe(4);
  });
});
