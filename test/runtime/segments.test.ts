/** Segments that are copied, dropped, and copied again; tables; and that nothing is half done. */
import { describe, expect, it } from 'vitest';
import { Engine, Func, Instance, Module, Store, Table, TableType } from '../../src/index.js';
import { wat } from '../validation/wat.js';

function instantiate(text: string): Instance {
  const engine = new Engine();
  return new Instance(new Store(engine), new Module(engine, wat(`(module ${text})`)));
}

describe('data segments', () => {
  const GUEST = `(memory (export "m") 1)
    (data $active (i32.const 8) "abc") (data $passive "hello") (data $other "x")
    (func (export "init") (param i32 i32 i32)
      (memory.init $passive (local.get 0) (local.get 1) (local.get 2)))
    (func (export "initActive") (param i32) (memory.init $active (i32.const 0) (i32.const 0) (local.get 0)))
    (func (export "drop") (data.drop $passive))`;
  const text = (instance: Instance, at: number, count: number): string =>
    Buffer.from(instance.getMemory('m')!.buffer, at, count).toString('latin1');

  it('are copied whole or not at all, and are empty when dropped', () => {
    const instance = instantiate(GUEST);
    expect(text(instance, 8, 3)).toBe('abc');
    instance.call('init', 100, 1, 3);
    expect(text(instance, 100, 4)).toBe('ell\0');
    for (const [to, from, count] of [
      [65534, 0, 5],
      [0, 3, 3],
      [0, 6, 0],
      [65537, 0, 0],
      [-1, 0, 1],
      [0, -1, 1],
      [0, 0, -1],
    ]) {
      expect(() => instance.call('init', to, from, count)).toThrow('out of bounds memory access');
    }
    expect(text(instance, 65534, 2)).toBe('\0\0');
    instance.call('init', 65536, 5, 0);
    instance.call('drop');
    instance.call('drop');
    instance.call('init', 65536, 0, 0);
    expect(() => instance.call('init', 0, 0, 1)).toThrow('out of bounds memory access');
  });

  it('that are active are dropped when they were copied', () => {
    const instance = instantiate(GUEST);
    instance.call('initActive', 0);
    expect(() => instance.call('initActive', 1)).toThrow('out of bounds memory access');
  });

  it('belong to the instance: what one drops another has', () => {
    const engine = new Engine();
    const store = new Store(engine);
    const module = new Module(engine, wat(`(module ${GUEST})`));
    const [one, two] = [new Instance(store, module), new Instance(store, module)];
    one.call('drop');
    two.call('init', 0, 0, 5);
    expect(text(two, 0, 5)).toBe('hello');
  });
});

describe('element segments and tables', () => {
  const GUEST = `(type $t (func (result i32)))
    (table $a (export "a") 4 8 funcref) (table $b (export "b") 4 funcref)
    (elem (table $a) (i32.const 0) func $zero $one)
    (elem $passive func $two $zero) (elem declare func $one)
    (func $zero (result i32) (i32.const 0)) (func $one (result i32) (i32.const 1))
    (func $two (result i32) (i32.const 2))
    (func (export "callA") (param i32) (result i32) (call_indirect $a (type $t) (local.get 0)))
    (func (export "callB") (param i32) (result i32) (call_indirect $b (type $t) (local.get 0)))
    (func (export "init") (param i32 i32 i32)
      (table.init $a $passive (local.get 0) (local.get 1) (local.get 2)))
    (func (export "drop") (elem.drop $passive))
    (func (export "copy") (param i32 i32 i32)
      (table.copy $b $a (local.get 0) (local.get 1) (local.get 2)))
    (func (export "within") (param i32 i32 i32)
      (table.copy $a $a (local.get 0) (local.get 1) (local.get 2)))
    (func (export "grow") (param i32) (result i32) (table.grow $a (ref.func $one) (local.get 0)))
    (func (export "fill") (param i32 i32) (table.fill $a (local.get 0) (ref.func $one) (local.get 1)))
    (func (export "same") (result i32) (ref.is_null (table.get $a (i32.const 3))))`;

  it('are copied whole or not at all', () => {
    const instance = instantiate(GUEST);
    expect([instance.call('callA', 0), instance.call('callA', 1)]).toEqual([0, 1]);
    expect(() => instance.call('init', 3, 0, 2)).toThrow('out of bounds table access');
    expect(() => instance.call('callA', 3)).toThrow('uninitialized element 3');
    expect(instance.call('same')).toBe(1);
    instance.call('init', 2, 0, 2);
    expect([instance.call('callA', 2), instance.call('callA', 3)]).toEqual([2, 0]);
    instance.call('drop');
    expect(() => instance.call('init', 0, 0, 1)).toThrow('out of bounds table access');
    instance.call('copy', 1, 1, 3);
    expect([1, 2, 3].map((i) => instance.call('callB', i))).toEqual([1, 2, 0]);
    expect(() => instance.call('callB', 0)).toThrow('uninitialized element 0');
    expect(() => instance.call('copy', 2, 0, 3)).toThrow('out of bounds table access');
  });

  it('overlap when copied within', () => {
    const instance = instantiate(GUEST);
    instance.call('init', 2, 0, 2); // 0 1 2 0
    instance.call('within', 1, 0, 3); // 0 0 1 2
    expect([0, 1, 2, 3].map((i) => instance.call('callA', i))).toEqual([0, 0, 1, 2]);
    instance.call('within', 0, 1, 3); // 0 1 2 2
    expect([0, 1, 2, 3].map((i) => instance.call('callA', i))).toEqual([0, 1, 2, 2]);
  });

  it('grow to their maximum, with a value', () => {
    const instance = instantiate(GUEST);
    expect(instance.call('grow', 5)).toBe(-1);
    expect(instance.call('grow', -1)).toBe(-1);
    expect(instance.call('grow', 4)).toBe(4);
    expect(instance.call('callA', 7)).toBe(1);
    expect(() => instance.call('callA', 8)).toThrow('undefined element');
    expect(() => instance.call('fill', 7, 2)).toThrow('out of bounds table access');
    instance.call('fill', 0, 8);
    expect(instance.call('callA', 0)).toBe(1);
  });

  it('give the same function each time, and call what the host put in', () => {
    const instance = instantiate(GUEST);
    const [a, b] = [instance.getTable('a')!, instance.getTable('b')!];
    const zero = a.get(0);
    expect(zero).toBeInstanceOf(Func);
    expect(a.get(0)).toBe(zero);
    b.set(0, zero);
    expect(instance.call('callB', 0)).toBe(0);
    expect(instantiate(GUEST).getTable('a')!.get(0)).not.toBe(zero);
  });
});

describe('Table', () => {
  it('is bounded', () => {
    const table = new Table(new Store(new Engine()), TableType.of('externref', 2, 3), 'first');
    expect([table.size, table.get(1)]).toEqual([2, 'first']);
    expect(() => table.get(2)).toThrow('out of bounds table access');
    expect(() => table.set(2, null)).toThrow('out of bounds table access');
    expect(table.grow(1, 7)).toBe(2);
    expect(table.get(2)).toBe(7);
    expect(() => table.grow(1, null)).toThrow('failed to grow table by `1`');
    table.fill(0, 'x', 2);
    expect([0, 1, 2].map((i) => table.get(i))).toEqual(['x', 'x', 7]);
  });
});
