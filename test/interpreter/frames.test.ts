/** Frames that are larger than instructions' fields, and stacks that grow while they are in use. */
import { describe, expect, it } from 'vitest';
import { Config, Engine, Instance, Module, Store } from '../../src/index.js';
import { wat } from '../validation/wat.js';

const many = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');

function instantiate(text: string, config = new Config()): Instance {
  const engine = new Engine(config.strategy('interpreter'));
  return new Instance(new Store(engine), new Module(engine, wat(`(module ${text})`)));
}

describe('results', () => {
  const types = (count: number): string => many(count, (i) => ['i32', 'i64', 'f64'][i % 3]!);
  const value = (i: number): string =>
    [`(i32.const ${i})`, `(i64.const ${i})`, `(f64.const ${i}.5)`][i % 3]!;
  const expected = Array.from({ length: 1000 }, (_, i) => [i, BigInt(i), i + 0.5][i % 3]);

  it('of a function are up to 1,000, through calls and branches', () => {
    const instance = instantiate(`
      (func $thousand (result ${types(1000)}) ${many(1000, value)})
      (func (export "direct") (result ${types(1000)}) (call $thousand))
      (func (export "branch") (param i32) (result ${types(1000)})
        (block (result ${types(1000)})
          (i64.const 7) (call $thousand) (br_if 0 (local.get 0)) (br 1))
        (br 0))`);
    expect(instance.call('direct')).toEqual(expected);
    expect(instance.call('branch', 0)).toEqual(expected);
    expect(instance.call('branch', 1)).toEqual(expected);
  });

  it('of blocks, loops and ifs go on as parameters', () => {
    const instance = instantiate(`
      (func (export "f") (param i32) (result i32) (local i32)
        ${many(200, (i) => `(i32.const ${i})`)}
        (block (param ${many(200, () => 'i32')}) (result ${many(199, () => 'i32')})
          (loop (param ${many(200, () => 'i32')}) (result ${many(199, () => 'i32')})
            (local.set 1)
            (i32.add)
            (local.get 1) (local.get 1)
            (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))
            (drop) (drop) (i32.const 1000)))
        ${many(198, () => 'i32.add')})`);
    // Each of five rounds adds the third operand from the top to the second.
    expect(instance.call('f', 5)).toBe((196 * 197) / 2 + 197 + 198 + 4 * 199 + 1000);
  });

  it('may be references, in frames of any size', () => {
    const instance = instantiate(`(table $t 3 externref)
      (func $swap (param externref externref) (result externref externref)
        (local.get 1) (local.get 0))
      (func (export "f") (param externref externref i32) (result externref externref)
        (local ${many(300, () => 'externref')})
        (local.set 301 (local.get 0)) (local.set 302 (local.get 1))
        (table.set (i32.const 1) (local.get 301))
        (select (result externref) (local.get 301) (local.get 302) (local.get 2))
        (table.get (i32.const 1))
        (call $swap))
      (func (export "null") (result externref) (local ${many(300, () => 'externref')})
        (local.get 280))`);
    const [a, b] = [{ a: 1 }, { b: 2 }];
    expect(instance.call('f', a, b, 1)).toEqual([a, a]);
    expect(instance.call('f', a, b, 0)).toEqual([a, b]);
    expect(instance.call('null')).toBe(null);
  });
});

describe('the stack', () => {
  const GUEST = `
    (func $deep (export "deep") (param i32 f64) (result f64) (local i64 i64)
      (local.set 2 (i64.extend_i32_u (local.get 0)))
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (f64.add (f64.convert_i64_u (local.get 2))
        (call $deep (i32.sub (local.get 0) (i32.const 1))
          (f64.mul (local.get 1) (f64.const 0.5)))))
    (func (export "wide") (param i32) (result i32) (local ${many(3000, () => 'i32')})
      (local.set 2999 (local.get 0)) (local.get 2999))`;

  it.each([8, 64, 512, 1 << 20])('grows from %d bytes while frames lie on it', (bytes) => {
    const instance = instantiate(GUEST, new Config().initialStackSize(bytes));
    expect(instance.call('deep', 1000, 0)).toBe(500_500);
    expect(instance.call('wide', 7)).toBe(7);
    expect(instance.call('deep', 3, 8)).toBe(7);
  });

  it('ends exactly at its limit', () => {
    const limit = (bytes: number): number => {
      const instance = instantiate(GUEST, new Config().maxStackSize(bytes).initialStackSize(8));
      let depth = 0;
      try {
        for (; depth < 10_000; depth++) instance.call('deep', depth, 0);
      } catch (error) {
        expect((error as Error).message).toBe('call stack exhausted');
      }
      // What is less deep still works.
      expect(instance.call('deep', 1, 0)).toBe(1);
      return depth;
    };
    const [small, large] = [limit(1024), limit(2048)];
    expect(small).toBeGreaterThan(5);
    expect(large).toBeGreaterThanOrEqual(2 * small);
    expect(large).toBeLessThanOrEqual(2 * small + 2);
  });
});
