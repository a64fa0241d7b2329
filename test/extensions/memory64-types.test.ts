/** Tables with 64-bit indices, and what the types of 64-bit memories and tables are for: limits, imports, images. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { describe, expect, it } from 'vitest';
import {
  Config,
  createWebAssembly,
  Engine,
  Instance,
  Memory,
  MemoryType,
  Module,
  Store,
  Table,
  TableType,
} from '../../src/index.js';
import { compileModule } from '../../src/embedding/compile-module.js';
import { instantiate, OUT, STRATEGIES } from './memory64.js';

describe.each(STRATEGIES)('%s: tables', (strategy) => {
  const TABLES = `
    (type $f (func (result i32)))
    (table $w (export "w") i64 3 10 funcref) (table $n (export "n") 5 funcref)
    (elem (table $w) (i64.const 1) func $one $two) (elem $e func $one)
    (func $one (type $f) (i32.const 1)) (func $two (type $f) (i32.const 2))
    (func (export "call") (param i64) (result i32) (call_indirect $w (type $f) (local.get 0)))
    (func (export "tail") (param i64) (result i32) (return_call_indirect $w (type $f) (local.get 0)))
    (func (export "isNull") (param i64) (result i32) (ref.is_null (table.get $w (local.get 0))))
    (func (export "clear") (param i64) (table.set $w (local.get 0) (ref.null func)))
    (func (export "fill") (param i64 i64) (table.fill $w (local.get 0) (ref.func $two) (local.get 1)))
    (func (export "size") (result i64) (table.size $w))
    (func (export "narrowSize") (result i32) (table.size $n))
    (func (export "grow") (param i64) (result i64) (table.grow $w (ref.func $one) (local.get 0)))
    (func (export "init") (param i64 i32 i32) (table.init $w $e (local.get 0) (local.get 1) (local.get 2)))
    (func (export "inside") (param i64 i64 i64) (table.copy $w $w (local.get 0) (local.get 1) (local.get 2)))
    (func (export "widen") (param i64 i32 i32) (table.copy $w $n (local.get 0) (local.get 1) (local.get 2)))
    (func (export "narrow") (param i32 i64 i32) (table.copy $n $w (local.get 0) (local.get 1) (local.get 2)))`;
  const BEYOND = [2n ** 32n, 2n ** 32n + 1n, 2n ** 63n, -1n];

  it('are called', async () => {
    const instance = await instantiate(strategy, TABLES);
    for (const name of ['call', 'tail']) {
      expect([1n, 2n].map((index) => instance.call(name, index))).toEqual([1, 2]);
      expect(() => instance.call(name, 0n)).toThrow('uninitialized element');
      for (const index of [3n, ...BEYOND]) {
        expect(() => instance.call(name, index)).toThrow('undefined element');
      }
    }
  });

  it('are read and written', async () => {
    const instance = await instantiate(strategy, TABLES);
    expect([0n, 1n, 2n].map((index) => instance.call('isNull', index))).toEqual([1, 0, 0]);
    instance.call('clear', 1n);
    expect(instance.call('isNull', 1n)).toBe(1);
    instance.call('fill', 0n, 2n);
    expect(instance.call('call', 1n)).toBe(2);
    instance.call('init', 2n, 0, 1);
    expect(instance.call('call', 2n)).toBe(1);
    instance.call('inside', 0n, 1n, 2n);
    expect(instance.call('call', 1n)).toBe(1);
    instance.call('narrow', 3, 0n, 2);
    instance.call('widen', 2n, 3, 1);
    expect(instance.call('call', 2n)).toBe(2);
    for (const index of [4n, ...BEYOND]) {
      expect(() => instance.call('isNull', index)).toThrow('out of bounds table access');
      expect(() => instance.call('clear', index)).toThrow('out of bounds table access');
      expect(() => instance.call('fill', index, 0n)).toThrow('out of bounds table access');
      expect(() => instance.call('fill', 0n, index)).toThrow('out of bounds table access');
      expect(() => instance.call('init', index, 0, 0)).toThrow('out of bounds table access');
      expect(() => instance.call('inside', index, 0n, 0n)).toThrow('out of bounds table access');
      expect(() => instance.call('inside', 0n, index, 0n)).toThrow('out of bounds table access');
      expect(() => instance.call('widen', index, 0, 0)).toThrow('out of bounds table access');
      expect(() => instance.call('narrow', 0, index, 0)).toThrow('out of bounds table access');
    }
  });

  it('grow', async () => {
    const instance = await instantiate(strategy, TABLES);
    expect(instance.call('grow', 4n)).toBe(3n);
    expect(instance.call('call', 6n)).toBe(1);
    for (const delta of [4n, ...BEYOND]) expect(instance.call('grow', delta)).toBe(-1n);
    expect(instance.call('size')).toBe(7n);
    expect(instance.call('narrowSize')).toBe(5);
    expect(instance.getTable('w')!.size).toBe(7);
  });
});

describe('what does not fit', () => {
  it.each([
    ['(memory i64 0x1000000000001)', 'memory size must be at most 281474976710656 pages'],
    ['(memory i64 0 0x1000000000001)', 'memory size must be at most 281474976710656 pages'],
    ['(memory i64 2 1)', 'size minimum must not be greater than maximum'],
    ['(table i64 0x20000000000001 0x20000000000000 funcref)', 'size minimum must not be greater'],
    ['(table i64 0xffffffffffffffff 0xfffffffffffffffe funcref)', 'size minimum must not be'],
    ['(memory i64 0) (func (drop (i32.load (i32.const 0))))', 'expected i64, found i32'],
    ['(memory i64 0) (func (drop (i32.load)))', 'expected i64, found nothing'],
    ['(memory i64 0) (func (i32.store (i32.const 0) (i32.const 0)))', 'expected i64, found i32'],
    ['(memory i64 0) (func (drop (i32.add (memory.size) (i32.const 1))))', 'found i64'],
    ['(memory i64 0) (func (drop (memory.grow (i32.const 0))))', 'expected i64, found i32'],
    [
      '(memory i64 0) (func (memory.fill (i64.const 0) (i32.const 0) (i32.const 0)))',
      'expected i64',
    ],
    ['(memory i64 0) (data (i32.const 0) "a")', 'expected i64, found i32'],
    ['(memory 0) (data (i64.const 0) "a")', 'expected i32, found i64'],
    ['(memory 0) (func (drop (i32.load offset=0x100000000 (i32.const 0))))', 'offset out of range'],
    [
      '(memory i64 0) (memory 0) (func (memory.copy 0 1 (i64.const 0) (i32.const 0) (i64.const 0)))',
      'expected i32, found i64',
    ],
    ['(table i64 0 funcref) (func (drop (table.get (i32.const 0))))', 'expected i64, found i32'],
    ['(table i64 0 funcref) (func (call_indirect (i32.const 0)))', 'expected i64, found i32'],
    ['(table i64 0 funcref) (elem (i32.const 0))', 'expected i64, found i32'],
  ])('%s', async (fields, message) => {
    const bytes = await parse(`(module ${fields})`);
    expect(() => new Module(new Engine(), bytes)).toThrow(message);
  });

  it.each([
    '(memory i64 0 0x1000000000000)',
    '(memory i64 0 0xffffffffffffffff (pagesize 1))',
    '(table i64 0 0xffffffffffffffff funcref)',
    '(memory i64 0) (func unreachable i32.load drop)',
    '(memory i64 0) (func unreachable (i32.const 1) i32.store)',
    '(memory i64 0) (func unreachable (i64.const 0) memory.copy)',
  ])('%s does', async (fields) => {
    await instantiate('interpreter', fields);
  });

  it.each([
    ['(memory i64 0x1000000000000)', 'memory minimum size of 281474976710656 pages exceeds'],
    ['(memory i64 0xffffffff (pagesize 1))', 'memory minimum size of 4294967295 pages exceeds'],
    ['(table i64 0x100000000 funcref)', 'table minimum size of 4294967296 elements exceeds'],
    ['(memory i64 1) (data (i64.const 65536) "a")', OUT],
    ['(memory i64 1) (data (i64.const 0x100000000) "")', OUT],
    ['(memory i64 1) (data (i64.const -1) "")', OUT],
    ['(table i64 1 funcref) (elem (i64.const 0x100000000))', 'out of bounds table access'],
  ])('%s has no instance', async (fields, message) => {
    await expect(instantiate('interpreter', fields)).rejects.toThrow(message);
  });

  it('is what an offset says, computed or not', async () => {
    const fields = `(memory (export "m") i64 1) (global $g i64 (i64.const 40))
      (data (i64.add (global.get $g) (i64.const 2)) "x")`;
    const memory = (await instantiate('interpreter', fields)).getMemory('m')!;
    expect(memory.view.getUint8(42)).toBe('x'.charCodeAt(0));
  });
});

describe('imports', () => {
  const engine = new Engine();
  const store = new Store(engine);
  const wide = new Memory(store, MemoryType.builder().min(1).memory64(true).build());
  const narrow = new Memory(store, MemoryType.builder().min(1).build());
  const wideTable = new Table(store, TableType.of64('funcref', 1));
  const narrowTable = new Table(store, TableType.of('funcref', 1));

  it.each([
    ['memory i64 1', wide, narrow, 'expected a 64-bit memory'],
    ['memory 1', narrow, wide, 'expected a 32-bit memory'],
    ['table i64 1 funcref', wideTable, narrowTable, 'expected a 64-bit table'],
    ['table 1 funcref', narrowTable, wideTable, 'expected a 32-bit table'],
  ] as const)('(%s)', async (declared, fitting, other, message) => {
    const module = new Module(engine, await parse(`(module (import "a" "b" (${declared})))`));
    new Instance(store, module, [fitting]);
    expect(() => new Instance(store, module, [other])).toThrow(
      `incompatible import type for \`a::b\`: ${message}`,
    );
  });

  it('have sizes that are numbers', () => {
    expect(wide.grow(2)).toBe(1);
    expect(wide.size).toBe(3);
    expect(wide.type.is64).toBe(true);
    expect(() => wide.grow(2 ** 47)).toThrow('failed to grow memory');
    expect(wideTable.grow(2, null)).toBe(1);
    expect(wideTable.type.is64).toBe(true);
  });
});

it('has BigInts in the JavaScript API', async () => {
  const api = createWebAssembly();
  const bytes =
    await parse(`(module (memory (export "memory") i64 1) (table (export "table") i64 1 funcref)
    (func (export "load") (param i64) (result i32) (i32.load (local.get 0))))`);
  const { instance } = await api.instantiate(bytes);
  const { memory, table, load } = instance.exports as Record<string, any>;
  expect(memory.grow(1n)).toBe(1n);
  expect(table.length).toBe(1n);
  expect(load(131068n)).toBe(0);
  expect(() => load(4294967296n)).toThrow(api.RuntimeError);
  const importing = await parse(
    '(module (import "a" "m" (memory i64 1)) (import "a" "t" (table i64 1 funcref)))',
  );
  const wide = { m: new api.Memory({ initial: 1n, address: 'i64' }), t: table };
  await api.instantiate(importing, { a: wide });
  await expect(
    api.instantiate(importing, { a: { ...wide, m: new api.Memory({ initial: 1 }) } }),
  ).rejects.toThrow(api.LinkError);
});

it('is the same through an image', async () => {
  const engine = new Engine(new Config().strategy('interpreter'));
  const bytes = await parse(`(module (memory i64 1 0x1000000000000) (table i64 2 funcref)
    (func (export "f") (param i64) (result i64) (i64.load8_u offset=5 (local.get 0)))
    (data (i64.const 7) "a"))`);
  const module = Module.deserialize(engine, new Module(engine, bytes).serialize());
  const instance = new Instance(new Store(engine), module);
  expect(instance.call('f', 2n)).toBe(97n);
  expect(() => instance.call('f', 2n ** 32n + 2n)).toThrow(OUT);
});

it('is imported by what is compiled ahead of time', async () => {
  const text = (fields: string): Promise<string> =>
    parse(`(module ${fields})`).then((bytes) => compileModule(new Engine(), bytes, 'x.wasm'));
  expect(await text('(memory i64 1)')).toContain("\nimport 'wasmote/memory64';\n");
  expect(await text('(memory 1)')).not.toContain('memory64');
});

it('can be switched off', async () => {
  const engine = new Engine(new Config().wasmMemory64(false));
  for (const fields of ['(memory i64 0)', '(table i64 0 funcref)']) {
    const bytes = await parse(`(module ${fields})`);
    expect(() => new Module(engine, bytes)).toThrow('the memory64 feature is not enabled');
  }
});

it('is not in a program that does not import it', async () => {
  const url = new URL('../../dist/xs/wasmote.js', import.meta.url).href;
  const device = (await import(/* @vite-ignore */ url)) as typeof import('../../src/index.js');
  const bytes = await parse('(module (memory i64 0))');
  const message = "this program lacks memory64: import 'wasmote/memory64' adds it";
  const engine = new device.Engine();
  expect(() => new device.Module(engine, bytes)).toThrow(message);
  const image = new Engine(new Config().strategy('interpreter')).precompileModule(bytes);
  expect(() => device.Module.deserialize(engine, image)).toThrow(message);
});
