import { expect, it } from 'vitest';
import { WebAssembly } from '../../../src/index.js';
import { wat } from '../../validation/wat.js';
import { describeBoth } from './namespaces.js';

const TEXT = `(module
  (import "a" "f" (func (param i32)))
  (import "b" "t" (table 1 funcref))
  (import "b" "\\c3\\a9" (memory 1))
  (import "" "g" (global i32))
  (export "f" (func 0))
  (export "" (table 0))
  (export "memory" (memory 0))
  (export "g" (global 0)))`;

/** A custom section: the name `n`, then the contents. */
const SECTION = [0, 4, 1, 0x6e, 7, 8];
const EMPTY = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

describeBoth('Module', (api) => {
  it('tells imports and exports', () => {
    const module = new api.Module(wat(TEXT) as Uint8Array<ArrayBuffer>);
    expect(api.Module.imports(module)).toEqual([
      { module: 'a', name: 'f', kind: 'function' },
      { module: 'b', name: 't', kind: 'table' },
      { module: 'b', name: 'é', kind: 'memory' },
      { module: '', name: 'g', kind: 'global' },
    ]);
    expect(api.Module.exports(module)).toEqual([
      { name: 'f', kind: 'function' },
      { name: '', kind: 'table' },
      { name: 'memory', kind: 'memory' },
      { name: 'g', kind: 'global' },
    ]);
    for (const other of [undefined, {}, api.Module, api.Module.prototype]) {
      expect(() => api.Module.imports(other as never)).toThrow(TypeError);
      expect(() => api.Module.exports(other as never)).toThrow(TypeError);
    }
  });

  it('gives copies of custom sections', () => {
    const bytes = Uint8Array.from([...EMPTY, ...SECTION, ...SECTION]);
    const module = new api.Module(bytes);
    const sections = api.Module.customSections(module, 'n');
    expect(sections.map((section) => [...new Uint8Array(section)])).toEqual([
      [7, 8],
      [7, 8],
    ]);
    expect(sections[0]).toBeInstanceOf(ArrayBuffer);
    new Uint8Array(sections[0]!)[0] = 1;
    expect(new Uint8Array(api.Module.customSections(module, 'n')[0]!)[0]).toBe(7);
    expect(api.Module.customSections(module, '')).toEqual([]);
    const { customSections } = api.Module as unknown as { customSections(module: object): object };
    expect(() => customSections(module)).toThrow(TypeError);
  });

  it('is made of buffers and views, which may change later', () => {
    const buffer = Uint8Array.from([9, ...EMPTY, ...SECTION, 9]).buffer;
    const view = new Uint8Array(buffer, 1, buffer.byteLength - 2);
    const module = new api.Module(view);
    view.fill(0);
    expect(api.Module.customSections(module, 'n')).toHaveLength(1);
    expect(api.validate(Uint8Array.from(EMPTY).buffer)).toBe(true);
    // V8 takes typed arrays alone, though a DataView is a BufferSource too.
    const dataView = new DataView(Uint8Array.from(EMPTY).buffer);
    if (api === WebAssembly) expect(api.validate(dataView)).toBe(true);
    expect(api.validate(new ArrayBuffer(0))).toBe(false);
    expect(() => new api.Module(new ArrayBuffer(0))).toThrow(api.CompileError);
  });

  it.each([undefined, null, 1, 'x', {}, [], EMPTY])('is not made of %j', async (source) => {
    expect(() => new api.Module(source as never)).toThrow(TypeError);
    expect(() => api.validate(source as never)).toThrow(TypeError);
    await expect(api.compile(source as never)).rejects.toThrow(TypeError);
    await expect(api.instantiate(source as never)).rejects.toThrow(TypeError);
  });
});

it('has at most 1 GiB, beyond which V8 throws a RangeError', () => {
  const bytes = new Uint8Array(2 ** 30 + 1);
  // A custom section takes up the rest.
  bytes.set([...EMPTY, 0, 0xf3, 0xff, 0xff, 0xff, 0x03]);
  expect(WebAssembly.validate(bytes)).toBe(false);
  expect(() => new WebAssembly.Module(bytes)).toThrow(WebAssembly.CompileError);
});
