import { describe, expect, it } from 'vitest';
import { createWebAssembly, WebAssembly } from '../../../src/index.js';
import { describeBoth, exportsOf } from './namespaces.js';

describeBoth('Memory', (api) => {
  it('has pages of 64 KiB and a buffer that stays until it grows', () => {
    const memory = new api.Memory({ initial: 1, maximum: 3 });
    const { buffer } = memory;
    expect(buffer.byteLength).toBe(65536);
    expect(memory.buffer).toBe(buffer);
    expect(memory.grow(2)).toBe(1);
    expect(buffer.byteLength).toBe(0);
    expect(memory.buffer.byteLength).toBe(3 * 65536);
    expect(() => memory.grow(1)).toThrow(RangeError);
    expect(memory.buffer.byteLength).toBe(3 * 65536);
  });

  it('gives another buffer when it grows by nothing', () => {
    const memory = new api.Memory({ initial: 1 });
    new Uint8Array(memory.buffer)[7] = 9;
    const { buffer } = memory;
    expect(memory.grow(0)).toBe(1);
    expect(memory.buffer).not.toBe(buffer);
    expect(buffer.byteLength).toBe(0);
    expect(new Uint8Array(memory.buffer)[7]).toBe(9);
  });

  it.each([undefined, null, 1, 'x', {}, { initial: undefined }, { initial: -1 }, { initial: NaN }])(
    'refuses %j as descriptor',
    (descriptor) => {
      expect(() => new api.Memory(descriptor as never)).toThrow(TypeError);
    },
  );

  it('refuses sizes that contradict each other or go too far', () => {
    expect(() => new api.Memory({ initial: 2, maximum: 1 })).toThrow(RangeError);
    for (const size of [Infinity, 2 ** 32, -1, 1n, Symbol()]) {
      expect(() => new api.Memory({ initial: 0, maximum: size as number })).toThrow(TypeError);
      expect(() => new api.Memory({ initial: 0 }).grow(size as number)).toThrow(TypeError);
    }
  });

  it('converts sizes, in order', () => {
    const order: string[] = [];
    const size = (name: string) => ({
      valueOf() {
        order.push(`${name} valueOf`);
        return '1.9';
      },
    });
    const memory = new api.Memory({
      get maximum() {
        order.push('maximum');
        return size('maximum') as unknown as number;
      },
      get initial() {
        order.push('initial');
        return size('initial') as unknown as number;
      },
    });
    expect(order).toEqual(['initial', 'initial valueOf', 'maximum', 'maximum valueOf']);
    expect(memory.buffer.byteLength).toBe(65536);
  });

  it('is the same object wherever it is exported', () => {
    const text = '(module (memory (export "a") 1 2) (export "b" (memory 0)))';
    const { a, b } = exportsOf(api, text);
    expect(a).toBe(b);
    expect(a).toBeInstanceOf(api.Memory);
    const again = exportsOf(api, '(module (import "m" "a" (memory 1)) (export "c" (memory 0)))', {
      m: { a },
    });
    expect(again['c']).toBe(a);
  });

  it('gives another buffer when a guest grows it by nothing', () => {
    const { memory, grow } = exportsOf(
      api,
      `(module (memory (export "memory") 1)
         (func (export "grow") (result i32) (memory.grow (i32.const 0))))`,
    );
    const { buffer } = memory;
    expect(grow()).toBe(1);
    expect(memory.buffer).not.toBe(buffer);
    expect([buffer.byteLength, memory.buffer.byteLength]).toEqual([0, 65536]);
  });

  it('is what the guest sees, also after it has grown', () => {
    const memory = new api.Memory({ initial: 1 });
    const { load, grow } = exportsOf(
      api,
      `(module (import "m" "memory" (memory 1))
         (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
         (func (export "grow") (result i32) (memory.grow (i32.const 1))))`,
      { m: { memory } },
    );
    const { buffer } = memory;
    new Int32Array(buffer)[1] = 77;
    expect(load(4)).toBe(77);
    expect(grow()).toBe(1);
    expect(buffer.byteLength).toBe(0);
    new Int32Array(memory.buffer)[16384] = 78;
    expect(load(65536)).toBe(78);
  });
});

describe('Memory, beyond the standard', () => {
  it('takes a page size', () => {
    const memory = new WebAssembly.Memory({ initial: 120, maximum: 200, pageSizeLog2: 0 });
    expect(memory.buffer.byteLength).toBe(120);
    expect(memory.grow(80)).toBe(120);
    expect(() => memory.grow(1)).toThrow(RangeError);
    expect(() => new WebAssembly.Memory({ initial: 1, pageSizeLog2: 5 })).toThrow(RangeError);
  });

  it('refuses what it lacks', () => {
    const shared = { initial: 1, maximum: 1, shared: true };
    expect(() => new WebAssembly.Memory(shared)).toThrow(TypeError);
    const wide = { initial: 1, address: 'i64' as never };
    expect(() => new WebAssembly.Memory(wide)).toThrow(TypeError);
  });

  it('belongs to its namespace', () => {
    const other = createWebAssembly();
    const memory = new other.Memory({ initial: 1 });
    const text = '(module (import "m" "memory" (memory 1)))';
    expect(() => exportsOf(WebAssembly, text, { m: { memory } })).toThrow(WebAssembly.LinkError);
    expect(exportsOf(other, text, { m: { memory } })).toBeDefined();
  });
});
