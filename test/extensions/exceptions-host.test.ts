/** Exceptions between guests, other instances and the host. */
import { describe, expect, it } from 'vitest';
import {
  Config,
  Engine,
  Exception,
  FunctionType,
  Global,
  GlobalType,
  HostFunc,
  Instance,
  Module,
  Tag,
  TagType,
} from '../../src/index.js';
import { binary, FUEL, Program, thrown, WAYS } from './program.js';

describe.each(WAYS)('$strategy, fuel: $fuel, image: $image', (way) => {
  it('passes instances and host functions', async () => {
    const program = new Program(way);
    const { linker, store } = program;
    const tag = new Tag(TagType.of(['i32', 'i64']));
    linker.define('env', 'tag', tag);
    linker.func('env', 'call', (n: number) => guest.call('outer', n));
    linker.instance(
      'thrower',
      await program.guest(`
        (import "env" "tag" (tag $t (param i32 i64)))
        (func (export "throw") (param i32) (throw $t (local.get 0) (i64.const -1)))`),
    );
    const guest = await program.guest(`
      (import "env" "tag" (tag $t (param i32 i64)))
      (import "thrower" "throw" (func $throw (param i32)))
      (import "env" "call" (func $call (param i32) (result i32)))
      (tag $other (param i32 i64))
      (func $step (param i32) (result i32)
        (if (i32.eqz (local.get 0)) (then (call $throw (i32.const 5))))
        (call $call (i32.sub (local.get 0) (i32.const 1))))
      (func (export "outer") (param i32) (result i32)
        (block $h (result i32 i64)
          (try_table (result i32 i64) (catch $other $h)
            (call $step (local.get 0)) (i64.const 0)))
        (drop))
      (func (export "f") (param i32) (result i32)
        (block $h (result i32 i64)
          (try_table (result i32 i64) (catch $other $h) (catch $t $h)
            (call $step (local.get 0)) (i64.const 0)))
        (drop) (i32.add (local.get 0)))`);
    for (let round = 0; round < 3; round++) {
      for (const depth of [0, 1, 2, 7]) expect(guest.call('f', depth)).toBe(5 + depth);
      expect(thrown(() => guest.call('outer', 3))).toMatchObject({ tag, payload: [5, -1n] });
      expect([store.top, store.callerTop, store.hostDepth]).toEqual([0, 0, 0]);
    }
  });

  it('is caught by a host function, and thrown by one', async () => {
    const program = new Program(way);
    const tag = new Tag(TagType.of(['f64']));
    const seen: unknown[] = [];
    program.linker
      .define('env', 'tag', tag)
      .func('env', 'tries', () => {
        const error = thrown(() => guest.call('throws'));
        seen.push((error as Exception).tag === tag, (error as Exception).payload);
      })
      .func('env', 'throws', (value: number) => {
        throw new Exception(tag, [value]);
      });
    const guest = await program.guest(`
      (import "env" "tag" (tag $t (param f64)))
      (import "env" "tries" (func $tries))
      (import "env" "throws" (func $throws (param f64)))
      (func (export "throws") (throw $t (f64.const 2.5)))
      (func (export "f") (param f64) (result f64)
        (call $tries)
        (block $h (result f64)
          (try_table (catch $t $h) (call $tries) (call $throws (local.get 0)))
          (f64.const 0)))`);
    expect(guest.call('f', 8)).toBe(8);
    expect(guest.call('f', -0)).toBe(-0);
    expect(seen).toEqual([true, [2.5], true, [2.5], true, [2.5], true, [2.5]]);
  });

  it('lets errors of the host pass unchanged, and catches them as what they are', async () => {
    const program = new Program(way);
    let error: unknown;
    program.linker.func('env', 'fail', () => {
      throw error;
    });
    const guest = await program.guest(`
      (import "env" "fail" (func $fail))
      (tag $t (param i32))
      (func (export "pass")
        (block $h (result i32) (try_table (catch $t $h) (call $fail)) (i32.const 0)) (drop))
      (func (export "catch") (result i32)
        (block $h (try_table (catch_all $h) (call $fail)) (return (i32.const 0))) (i32.const 1))
      (func (export "rethrow")
        (block $h (result exnref) (try_table (catch_all_ref $h) (call $fail)) (return)) (throw_ref))
      (func (export "outer") (result i32)
        (block $h
          (try_table (catch_all $h)
            (block $i (result exnref) (try_table (catch_all_ref $i) (call $fail)) unreachable)
            (throw_ref)))
        (i32.const 2))
      (func (export "keep") (result exnref)
        (block $h (result exnref) (try_table (catch_all_ref $h) (call $fail)) unreachable))`);
    for (error of [new RangeError('mine'), new Error('x'), 'text', 7, undefined, null, {}]) {
      expect(thrown(() => guest.call('pass'))).toBe(error);
      expect(thrown(() => guest.call('rethrow'))).toBe(error);
      expect(guest.call('catch')).toBe(1);
      expect(guest.call('outer')).toBe(2);
      expect((guest.call('keep') as Exception).payload).toEqual([error]);
    }
  });

  it('catches no traps, wherever they come from', async () => {
    const program = new Program(way);
    program.linker.func('env', 'call', (n: number) => guest.call('trap', n));
    const guest = await program.guest(`
      (import "env" "call" (func $call (param i32)))
      (memory 1)
      (func $deep (call $deep))
      (func $trap (export "trap") (param i32)
        (block (block (block (block (block
          (br_table 0 1 2 3 4 (local.get 0)))
          unreachable)
          (drop (i32.div_u (i32.const 1) (i32.const 0))) (return))
          (drop (i32.load (i32.const -1))) (return))
          (call $deep) (return))
        (throw_ref (ref.null exn)))
      (func (export "f") (param i32 i32) (result i32)
        (block $h
          (try_table (catch_all $h)
            (if (local.get 1) (then (call $call (local.get 0))) (else (call $trap (local.get 0)))))
          (return (i32.const 0)))
        (i32.const 1))`);
    const messages = [
      'unreachable',
      'integer divide by zero',
      'out of bounds memory access',
      'call stack exhausted',
      'null reference',
    ];
    messages.forEach((message, k) => {
      for (const throughHost of [0, 1]) {
        if (way.fuel) program.store.setFuel(FUEL * 100);
        const error = thrown(() => guest.call('f', k, throughHost)) as Error;
        expect(error.name).toBe('RuntimeError');
        expect(error.message).toBe(message);
      }
    });
  });

  it('ends a start function', async () => {
    const program = new Program(way);
    const module = await program.module(
      '(tag $t (param i64)) (func $f (throw $t (i64.const 9))) (start $f)',
    );
    const error = thrown(() => program.linker.instantiate(program.store, module));
    expect(error).toMatchObject({ name: 'Exception', payload: [9n] });
    expect(program.store.instanceCount).toBe(0);
  });
});

describe('the embedder', () => {
  const program = new Program(WAYS[0]!);

  it('gives tags of the type that is imported', async () => {
    const module = await program.module('(import "env" "t" (tag (param i32)))');
    const given = (extern: ConstructorParameters<typeof Instance>[2]): (() => unknown) => {
      return () => new Instance(program.store, module, extern);
    };
    expect(given([new Tag(TagType.of(['i32']))])).not.toThrow();
    expect(given([new Tag(TagType.of(['i64']))])).toThrow(
      'incompatible import type for `env::t`: expected type [i32] -> [], but received [i64] -> []',
    );
    expect(given([new Global(GlobalType.of('i32'))])).toThrow('expected a tag');
    expect(given([])).toThrow('unknown import: `env::t` has not been defined (a tag)');
    const other = await program.module('(import "env" "t" (global i32))');
    const run = () => new Instance(program.store, other, [new Tag(TagType.of([]))]);
    expect(run).toThrow('expected a global');
  });

  it('is told what is no exception', async () => {
    const tag = new Tag(TagType.of(['i32', 'funcref']));
    expect(tag.type).toEqual(TagType.of(['i32', 'funcref']));
    expect(() => new Exception(tag, [1])).toThrow('2 values expected, not 1');
    expect(() => new Exception(tag, [1, 2])).toThrow('a funcref must be a function');
    expect(() => new TagType(FunctionType.of([], ['i32']))).toThrow('a tag has no results');
    const held = new HostFunc(FunctionType.of([], []), () => undefined);
    expect(new Exception(tag, [2 ** 32 + 5, held]).payload).toEqual([5, held]);
    const numbers = new Tag(TagType.of(['f32', 'i64', 'f64']));
    expect(new Exception(numbers, [16777217, -1n, 3]).payload).toEqual([16777216, -1n, 3]);
  });

  it('can switch it off', async () => {
    const engine = new Engine(new Config().wasmExceptions(false));
    for (const text of [
      '(tag)',
      '(import "a" "b" (tag))',
      '(func try_table end)',
      '(func (param exnref))',
    ]) {
      const bytes = await binary(text);
      expect(() => new Module(engine, bytes)).toThrow(
        'the exception-handling feature is not enabled',
      );
    }
  });
});
