/** Exceptions on both engines, mixed, from images and with fuel, by the specification's text. */
import { describe, expect, it } from 'vitest';
import { Exception, Tag, TagType } from '../../src/index.js';
import { binary, FUEL, Program, thrown, WAYS } from './program.js';

const CLAUSES = `
  (tag $none) (tag $i32 (param i32)) (tag $all (param i32 i64 f32 f64 externref))
  (func $throw (param i32)
    (block (block (block (br_table 0 1 2 (local.get 0))) (throw $none))
      (throw $i32 (i32.const 7)))
    (throw $all (i32.const -1) (i64.const -2) (f32.const -0) (f64.const 0.1) (ref.null extern)))
  (func (export "which") (param i32) (result i32)
    (block $a
      (block $b (result i32)
        (block $c (result i32 i64 f32 f64 externref)
          (try_table (catch $none $a) (catch $i32 $b) (catch $all $c) (call $throw (local.get 0)))
          unreachable)
        drop drop drop drop (return))
      (return))
    (i32.const 100))
  (func (export "values") (param i32) (result i32 i64 f32 f64 externref)
    (try_table (catch $all 0) (call $throw (i32.const 2)))
    unreachable)
  (func (export "long") (result i64 exnref)
    (try_table (catch_ref $long 0) (throw $long (i64.const 0x123456789abcdef0)))
    unreachable)
  (tag $long (param i64))
  (func (export "again") (param i32) (result i32)
    (local $left i32)
    (local.set $left (local.get 0))
    (loop $l
      (if (local.get $left)
        (then
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (try_table (catch_all $l) (call $throw (i32.rem_u (local.get $left) (i32.const 3)))))))
    (local.get $left))
  (func (export "withValue") (param $n i32) (result i32)
    (local.get $n)
    (loop $l (param i32) (result i32)
      (local.set $n)
      (if (i32.lt_s (local.get $n) (i32.const 100))
        (then
          (try_table (catch $i32 $l) (throw $i32 (i32.mul (local.get $n) (i32.const 2))))))
      (local.get $n)))
  (func (export "below") (param i32) (result i32)
    (i32.const 1000)
    (i64.const 5)
    (block $h (param i32 i64) (result i32)
      (try_table (param i32 i64) (catch $i32 $h) (drop) (drop) (call $throw (i32.const 1)))
      (i32.const 3))
    (i32.add (local.get 0)))
  (func (export "inner") (param i32) (result i32)
    (block $outer (result i32)
      (block $inner
        (try_table (catch $i32 $outer)
          (try_table (catch $none $inner) (call $throw (local.get 0))))
        unreachable)
      (i32.const 1)))
  (func (export "order") (result i32)
    (block $a
      (block $b
        (try_table (catch_all $a) (catch $none $b) (throw $none)))
      (return (i32.const 2)))
    (i32.const 1))
  (func (export "nothing") (result i32)
    (block $h (result i32)
      (try_table (result i32) (catch $i32 $h) (i32.const 9))))
  (func (export "empty") (param i32) (result i32)
    (try_table (result i32) (call $throw (local.get 0)) (i32.const 9)))`;

describe.each(WAYS)('$strategy, fuel: $fuel, image: $image', (way) => {
  it('finds the clause that catches, and gives what it holds to the label', async () => {
    const guest = await new Program(way).guest(CLAUSES);
    for (let round = 0; round < 3; round++) {
      expect([0, 1, 2].map((k) => guest.call('which', k))).toEqual([100, 7, -1]);
      const values = guest.call('values', 0) as unknown[];
      expect(values).toEqual([-1, -2n, -0, 0.1, null]);
      const [long, exception] = guest.call('long') as [bigint, Exception];
      expect(long).toBe(0x123456789abcdef0n);
      expect(exception).toBeInstanceOf(Exception);
      expect(exception.payload).toEqual([long]);
      expect(guest.call('again', 10)).toBe(0);
      expect(guest.call('withValue', 3)).toBe(192);
      expect(guest.call('below', 30)).toBe(37);
      expect([0, 1].map((k) => guest.call('inner', k))).toEqual([1, 7]);
      expect(guest.call('order')).toBe(1);
      expect(guest.call('nothing')).toBe(9);
      expect(thrown(() => guest.call('empty', 1))).toMatchObject({ payload: [7] });
      expect(thrown(() => guest.call('inner', 2))).toMatchObject({
        payload: [-1, -2n, -0, 0.1, null],
      });
    }
  });

  it('holds what the guest did before it threw', async () => {
    const guest = await new Program(way).guest(`
      (memory 1 4) (tag $t) (global $g (mut i32) (i32.const 0))
      (func $grows (drop (memory.grow (i32.const 1)))
        (i32.store (i32.const 65536) (i32.const 5)) (global.set $g (i32.const 6)) (throw $t))
      (func (export "f") (param i32) (result i32 i64 i32 i32)
        (local $a i32) (local $b i64)
        (local.set $a (i32.const 1))
        (i32.store (i32.const 0) (i32.const 1))
        (block $h
          (try_table (catch_all $h)
            (local.set $a (i32.add (local.get $a) (i32.const 1)))
            (local.set $b (i64.const -3))
            (if (local.get 0) (then (call $grows)))
            (local.set $a (i32.const 50))
            (local.set $b (i64.const 60))
            (call $grows)
            (local.set $a (i32.const 70))))
        (local.get $a) (local.get $b) (i32.load (i32.const 65536)) (global.get $g))`);
    expect(guest.call('f', 1)).toEqual([2, -3n, 5, 6]);
    expect(guest.call('f', 0)).toEqual([50, 60n, 5, 6]);
    expect(guest.getMemory('memory')).toBeUndefined();
  });

  it('unwinds deep recursion, and leaves the store as it was', async () => {
    const program = new Program(way);
    const guest = await program.guest(`
      (tag $t (export "tag") (param i32 externref))
      (func $down (export "down") (param i32 externref) (result i32)
        (if (i32.eqz (local.get 0))
          (then (throw $t (i32.const 42) (local.get 1))))
        (i32.add (call $down (i32.sub (local.get 0) (i32.const 1)) (local.get 1)) (i32.const 1)))
      (func $half (param i32 externref) (result i32)
        (block $h (result i32 externref)
          (try_table (result i32 externref) (catch $t $h)
            (call $down (local.get 0) (local.get 1)) (ref.null extern)))
        (drop))
      (func (export "f") (param i32 externref) (result i32)
        (i32.add (call $half (local.get 0) (local.get 1)) (call $half (i32.const 3) (local.get 1))))`);
    const held = {};
    for (let round = 0; round < 3; round++) {
      expect(guest.call('f', 200, held)).toBe(84);
      const error = thrown(() => guest.call('down', 100, held)) as Exception;
      expect(error).toBeInstanceOf(Exception);
      expect(error).toBeInstanceOf(Error);
      expect(error.message).toBe('exception with a tag of type [i32 externref]');
      expect(error.name).toBe('Exception');
      expect(error.tag).toBe(guest.getExport('tag'));
      expect(error.payload).toEqual([42, held]);
      expect(error.payload[1]).toBe(held);
      const { top, callerTop, hostDepth, inHost } = program.store;
      expect([top, callerTop, hostDepth, inHost]).toEqual([0, 0, 0, false]);
      expect(program.store.refs.every((ref) => ref === null)).toBe(true);
    }
  });

  it('is not caught by blocks that a tail call has left', async () => {
    const program = new Program(way);
    const tag = new Tag(TagType.of(['i32']));
    program.linker.define('env', 'tag', tag).func('env', 'fail', (value: number) => {
      throw new Exception(tag, [value]);
    });
    const guest = await program.guest(`
      (import "env" "tag" (tag $t (param i32)))
      (import "env" "fail" (func $fail (param i32 i64) (result i64)))
      (type $f (func (param i32 i64) (result i64)))
      (table funcref (elem $throw $fail))
      (func $throw (type $f) (throw $t (i32.add (local.get 0) (i32.wrap_i64 (local.get 1)))))
      (func $own (param i32 i64) (result i64)
        (block $h (result i32)
          (try_table (catch $t $h)
            (return_call $throw (local.get 0) (local.get 1)))
          unreachable)
        (drop) (i64.const 1))
      (func $host (param i32 i64) (result i64)
        (block $h
          (try_table (catch_all $h)
            (try_table (catch_all $h) (return_call $fail (local.get 0) (local.get 1)))))
        (i64.const 1))
      (func $indirect (param i32 i64 i32) (result i64)
        (block $h
          (try_table (catch_all $h)
            (if (i32.eq (local.get 2) (i32.const 2)) (then (return (i64.const 77))))
            (return_call_indirect (type $f) (local.get 0) (local.get 1) (local.get 2))))
        (i64.const 1))
      (func $chain (param i32 i64) (result i64)
        (block $h
          (try_table (catch_all $h)
            (if (local.get 0)
              (then
                (return_call $chain (i32.sub (local.get 0) (i32.const 1))
                  (i64.add (local.get 1) (i64.const 1)))))
            (return_call $throw (i32.const 0) (local.get 1))))
        (i64.const 1))
      (func (export "f") (param i32) (result i64)
        (block $h (result i32)
          (try_table (result i32) (catch $t $h)
            (block (block (block (block (block (block
              (br_table 0 1 2 3 4 5 (local.get 0)))
              (return (call $own (i32.const 10) (i64.const 1))))
              (return (call $host (i32.const 20) (i64.const 1))))
              (return (call $indirect (i32.const 30) (i64.const 1) (i32.const 0))))
              (return (call $indirect (i32.const 40) (i64.const 1) (i32.const 1))))
              (return (call $indirect (i32.const 50) (i64.const 1) (i32.const 2))))
            (return (call $chain (i32.const 2000) (i64.const 0)))))
        (i64.extend_i32_s))`);
    for (let round = 0; round < 3; round++) {
      expect([0, 1, 2, 3, 4, 5].map((k) => guest.call('f', k))).toEqual([
        11n,
        20n,
        31n,
        40n,
        77n,
        2000n,
      ]);
    }
  });

  it('holds what many parameters are, in frames of any size', async () => {
    const types = Array.from({ length: 40 }, (_, i) => ['i32', 'i64', 'f32', 'f64'][i % 4]!);
    const numbers = types.map((type, i) => (type === 'i64' ? BigInt(-i) : i / (i % 4 > 1 ? 4 : 1)));
    const list = (kind: string): string => `(${kind} ${types.join(' ')})`;
    const gets = types.map((_, i) => `(local.get ${i})`).join(' ');
    for (const locals of ['', `(local ${'i64 '.repeat(300)})`]) {
      const guest = await new Program(way).guest(`
        (tag $t ${list('param')})
        (func $throw ${list('param')} ${locals} (throw $t ${gets}))
        (func (export "direct") ${list('param')} ${list('result')} ${locals}
          (try_table (catch $t 0) (throw $t ${gets})) unreachable)
        (func (export "called") ${list('param')} ${list('result')} ${locals}
          (block $h ${list('result')}
            (try_table (catch $t $h) (call $throw ${gets})) unreachable))`);
      expect(guest.call('direct', ...numbers)).toEqual(numbers);
      expect(guest.call('called', ...numbers)).toEqual(numbers);
    }
  });

  it('keeps exceptions in tables, globals and locals', async () => {
    const program = new Program(way);
    const guest = await program.guest(`
      (tag $t (param i32))
      (table $x (export "table") 2 exnref)
      (global $g (export "global") (mut exnref) (ref.null exn))
      (func $made (export "made") (param i32) (result exnref)
        (local exnref)
        (block $h (result exnref)
          (try_table (catch_all_ref $h) (throw $t (local.get 0))) unreachable)
        (local.set 1)
        (table.set $x (i32.const 1) (local.get 1)) (global.set $g (local.get 1)) (local.get 1))
      (func (export "throw") (param i32)
        (throw_ref (if (result exnref) (local.get 0)
          (then (table.get $x (i32.const 1))) (else (global.get $g)))))
      (func (export "given") (param exnref) (throw_ref (local.get 0)))
      (func (export "null") (result i32 i32)
        (ref.is_null (table.get $x (i32.const 0))) (ref.is_null (global.get $g)))`);
    expect(guest.call('null')).toEqual([1, 1]);
    const made = guest.call('made', 3);
    expect(made).toBeInstanceOf(Exception);
    expect(guest.call('null')).toEqual([1, 0]);
    expect(thrown(() => guest.call('throw', 0))).toBe(made);
    expect(thrown(() => guest.call('throw', 1))).toBe(made);
    expect(thrown(() => guest.call('given', made))).toBe(made);
    expect(guest.getTable('table')!.get(1)).toBe(made);
    expect(guest.getGlobal('global')!.get()).toBe(made);
    expect(() => guest.call('given', {})).toThrow('the value is no exnref');
    expect(() => guest.getGlobal('global')!.set(7)).toThrow('the value is no exnref');
    guest.getGlobal('global')!.set(null);
    expect(thrown(() => guest.call('throw', 0))).toMatchObject({ message: 'null reference' });
  });
});

it('takes the same fuel on both engines', async () => {
  const left: number[] = [];
  for (const strategy of ['interpreter', 'compiler'] as const) {
    const program = new Program({ strategy, fuel: true, image: false });
    const guest = await program.guest(CLAUSES);
    for (const k of [0, 1, 2]) guest.call('which', k);
    guest.call('again', 20);
    guest.call('withValue', 1);
    left.push(program.store.getFuel());
  }
  expect(left[0]).toBe(left[1]);
  expect(left[0]).toBeLessThan(FUEL);
});

it.each(['interpreter', 'compiler'] as const)(
  'runs out of fuel while it throws: %s',
  async (strategy) => {
    const program = new Program({ strategy, fuel: true, image: false });
    const guest = await program.guest(
      '(tag $t) (func (export "f") (loop $l (try_table (catch_all $l) (throw $t))))',
    );
    program.store.setFuel(10_000);
    expect(() => guest.call('f')).toThrow('all fuel consumed by WebAssembly');
  },
);

it('is not in a program that does not import it', async () => {
  const url = new URL('../../dist/xs/wasmote.js', import.meta.url).href;
  const bare = (await import(/* @vite-ignore */ url)) as typeof import('../../src/index.js');
  const engine = new bare.Engine();
  for (const text of [
    '(tag)',
    '(import "a" "b" (tag))',
    '(func try_table end)',
    '(table 1 exnref)',
  ]) {
    const bytes = await binary(text);
    expect(() => new bare.Module(engine, bytes)).toThrow(
      "this program lacks exception-handling: import 'wasmote/exception-handling' adds it",
    );
  }
});
