/** https://webassembly.github.io/spec/js-api/#exceptions, and what calls do with them. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import '../../../src/compiler.js';
import {
  Config,
  createWebAssembly,
  Engine,
  type Strategy,
  WebAssembly as standard,
} from '../../../src/index.js';

const GUEST = await parse(`(module
  (import "env" "js" (tag $js (param externref)))
  (import "env" "tag" (tag $t (param i32 i64 f32 f64 externref funcref)))
  (import "env" "host" (func $host))
  (export "tag" (tag $t))
  (tag $own (export "own") (param i32))
  (tag $hidden (export "hidden") (param exnref))
  (global (export "null") exnref (ref.null exn))
  (table (export "table") 1 exnref)
  (func $f (export "throw")
    (throw $t (i32.const 1) (i64.const 2) (f32.const 0.5) (f64.const 0.25) (ref.null extern)
      (ref.func $f)))
  (func (export "throwOwn") (throw $own (i32.const -9)))
  (func (export "throwHidden") (throw $hidden (ref.null exn)))
  (func (export "throwJs") (param externref) (throw $js (local.get 0)))
  (func (export "pass") (call $host))
  (func (export "catchJs") (result externref)
    (block $h (result externref) (try_table (catch $js $h) (call $host)) (ref.null extern)))
  (func (export "catchTag") (result i32 i64 f32 f64 externref funcref)
    (try_table (catch $t 0) (call $host)) unreachable)
  (func (export "catchAll") (result i32)
    (block $h (try_table (catch_all $h) (call $host)) (return (i32.const 0))) (i32.const 1))
  (func (export "rethrow")
    (block $h (result exnref) (try_table (catch_all_ref $h) (call $host)) (return)) (throw_ref))
  (func (export "takes") (param exnref))
  (func (export "gives") (result exnref) (ref.null exn)))`);

const STARTS = await parse('(module (tag $t) (func $f (throw $t)) (start $f))');
const CALLS = await parse(`(module (import "env" "f" (func $f (param exnref)))
  (func (export "f") (call $f (ref.null exn))))`);

const HELD = { held: true };

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe.each<Strategy>(['interpreter', 'compiler'])('%s', (strategy) => {
  const api = createWebAssembly(new Engine(new Config().strategy(strategy)));
  const tag = new api.Tag({ parameters: ['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'] });
  const instance = (host: () => unknown = () => undefined): Readonly<Record<string, any>> =>
    new api.Instance(new api.Module(GUEST), { env: { js: api.JSTag, tag, host } }).exports;

  it('has interfaces as others are', () => {
    expect(Object.prototype.toString.call(tag)).toBe('[object WebAssembly.Tag]');
    const { Tag, Exception } = api;
    expect([Tag.name, Tag.length, Exception.name, Exception.length]).toEqual([
      'Tag',
      1,
      'Exception',
      2,
    ]);
    expect(Object.keys(Exception.prototype)).toEqual(['getArg', 'is', 'stack']);
    const { is, getArg } = Object.getOwnPropertyDescriptors(Exception.prototype);
    expect([is.value!.length, getArg.value!.length]).toEqual([1, 2]);
    expect(Object.getPrototypeOf(Exception.prototype)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(api, 'JSTag')).toMatchObject({
      enumerable: true,
      configurable: true,
      set: undefined,
    });
    expect(api.JSTag).toBe(api.JSTag);
    expect(api.JSTag).toBeInstanceOf(Tag);
    expect(Object.getOwnPropertyDescriptor(api, 'Tag')).toMatchObject({
      enumerable: false,
      writable: true,
      configurable: true,
    });
    expect(standard.JSTag).toBeInstanceOf(standard.Tag);
    for (const wrong of [undefined, {}, { parameters: 'i32' }, { parameters: ['exnref'] }]) {
      expect(() => new Tag(wrong as never)).toThrow(TypeError);
    }
    expect(() => (Tag as unknown as () => unknown)()).toThrow(TypeError);
  });

  it('makes exceptions', () => {
    const function_ = instance()['throw'] as object;
    const values = [1.5, 2n, 0.1, 0.1, HELD, function_];
    const exception = new api.Exception(tag, values);
    expect(exception.is(tag)).toBe(true);
    expect(exception.is(api.JSTag)).toBe(false);
    expect(values.map((_, i) => exception.getArg(tag, i))).toEqual([
      1,
      2n,
      Math.fround(0.1),
      0.1,
      values[4],
      function_,
    ]);
    expect(exception.stack).toBeUndefined();
    const traced = new api.Exception(tag, values, { traceStack: true });
    expect(traced.stack).toContain('exceptions.test');
    expect(() => exception.getArg(tag, 6)).toThrow(RangeError);
    expect(() => exception.getArg(tag, -1)).toThrow(TypeError);
    expect(() => exception.getArg(api.JSTag, 0)).toThrow(TypeError);
    expect(() => exception.is({} as never)).toThrow(TypeError);
    expect(() => new api.Exception(api.JSTag, [1])).toThrow(TypeError);
    expect(() => new api.Exception(tag, [1])).toThrow(TypeError);
    expect(() => new api.Exception(tag, 7 as never)).toThrow(TypeError);
    expect(() => new api.Exception(tag, [1, 2, 0, 0, 0, null])).toThrow(TypeError);
    expect(() => new api.Exception({} as never, [])).toThrow(TypeError);
  });

  it('throws what guests throw, the same object each time', () => {
    let outer: unknown;
    const guest = instance(() => {
      outer = thrown(() => guest['throw']());
      throw outer;
    });
    expect(guest['tag']).toBe(tag);
    const exception = thrown(() => guest['throw']()) as InstanceType<typeof api.Exception>;
    expect(exception).toBeInstanceOf(api.Exception);
    const held = [0, 1, 2, 3, 4, 5].map((i): unknown => exception.getArg(tag, i));
    expect(held).toEqual([1, 2n, 0.5, 0.25, null, guest['throw']]);
    expect(exception.stack).toBeUndefined();
    const own = thrown(() => guest['throwOwn']()) as typeof exception;
    expect(own.getArg(guest['own'], 0)).toBe(-9);
    expect(own.is(tag)).toBe(false);
    expect(thrown(() => guest['pass']())).toBe(outer);
    expect(thrown(() => guest['rethrow']())).toBe(outer);
    expect(guest['catchTag']()).toEqual(held);
    expect(guest['catchAll']()).toBe(1);
    const hidden = thrown(() => guest['throwHidden']()) as typeof exception;
    expect(() => hidden.getArg(guest['hidden'], 0)).toThrow(TypeError);
    expect(() => new api.Exception(guest['hidden'], [null])).toThrow(TypeError);
    const starting = new api.Module(STARTS);
    expect(thrown(() => new api.Instance(starting))).toBeInstanceOf(api.Exception);
  });

  it('catches what the host throws, and lets it pass unchanged', () => {
    let error: unknown;
    const guest = instance(() => {
      throw error;
    });
    for (error of [new Error('x'), undefined, null, 0, 'text', {}, new RangeError('r')]) {
      expect(thrown(() => guest['pass']())).toBe(error);
      expect(thrown(() => guest['rethrow']())).toBe(error);
      expect(thrown(() => guest['throwJs'](error))).toBe(error);
      expect(guest['catchJs']()).toBe(error);
      expect(guest['catchAll']()).toBe(1);
      expect(thrown(() => guest['catchTag']())).toBe(error);
    }
    error = new api.Exception(tag, [5, 6n, 7, 8, 'nine', null]);
    expect(guest['catchTag']()).toEqual([5, 6n, 7, 8, 'nine', null]);
    expect(thrown(() => guest['catchJs']())).toBe(error);
    error = new api.RuntimeError('of the host');
    expect(guest['catchAll']()).toBe(1);
  });

  it('gives no exnref to JavaScript', () => {
    const guest = instance();
    expect(() => guest['takes'](null)).toThrow(TypeError);
    expect(() => guest['gives']()).toThrow(TypeError);
    expect(() => guest['null'].value as unknown).toThrow(TypeError);
    expect(() => guest['table'].get(0) as unknown).toThrow(TypeError);
    expect(() => guest['table'].set(0, null) as unknown).toThrow(TypeError);
    expect(() => new api.Global({ value: 'exnref' as never })).toThrow(TypeError);
    let called = false;
    const env = { f: () => (called = true) };
    const { f } = new api.Instance(new api.Module(CALLS), { env }).exports;
    expect(() => f()).toThrow(TypeError);
    expect(called).toBe(false);
  });

  it('tells tags among imports and exports', () => {
    const module = new api.Module(GUEST);
    expect(api.Module.imports(module)[0]).toEqual({ module: 'env', name: 'js', kind: 'tag' });
    expect(api.Module.exports(module)[0]).toEqual({ name: 'tag', kind: 'tag' });
    for (const wrong of [undefined, {}, () => undefined, new api.Tag({ parameters: ['i32'] })]) {
      const env = { js: api.JSTag, tag: wrong, host: () => undefined };
      expect(() => new api.Instance(module, { env })).toThrow(api.LinkError);
    }
  });
});
