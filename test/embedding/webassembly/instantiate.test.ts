import { describe, expect, it } from 'vitest';
import { Config, createWebAssembly, Engine, WebAssembly } from '../../../src/index.js';
import { wat } from '../../validation/wat.js';
import { describeBoth } from './namespaces.js';

const TEXT = `(module (import "m" "f" (func $f (result i32)))
  (func (export "run") (result i32) (call $f)))`;
const BYTES = wat(TEXT) as Uint8Array<ArrayBuffer>;
const IMPORTS = { m: { f: () => 7 } };

describeBoth('instantiate', (api) => {
  it('makes a module and an instance of bytes', async () => {
    const source = await api.instantiate(BYTES, IMPORTS);
    expect(Object.keys(source).sort()).toEqual(['instance', 'module']);
    expect(source.module).toBeInstanceOf(api.Module);
    expect(source.instance).toBeInstanceOf(api.Instance);
    expect(source.instance.exports['run']()).toBe(7);
  });

  it('makes an instance of a module', async () => {
    const module = await api.compile(BYTES);
    const instance = await api.instantiate(module, IMPORTS);
    expect(instance).toBeInstanceOf(api.Instance);
    expect(instance.exports['run']()).toBe(7);
  });

  it('rejects', async () => {
    const module = await api.compile(BYTES);
    await expect(api.compile(new Uint8Array(3))).rejects.toThrow(api.CompileError);
    await expect(api.instantiate(new Uint8Array(3))).rejects.toThrow(api.CompileError);
    await expect(api.instantiate(BYTES)).rejects.toThrow(TypeError);
    await expect(api.instantiate(module)).rejects.toThrow(TypeError);
    await expect(api.instantiate(module, null as never)).rejects.toThrow(TypeError);
    await expect(api.instantiate(BYTES, 1 as never)).rejects.toThrow(TypeError);
    await expect(api.instantiate(module, { m: {} })).rejects.toThrow(api.LinkError);
    const trap = wat('(module (func $f unreachable) (start $f))') as Uint8Array<ArrayBuffer>;
    await expect(api.instantiate(trap)).rejects.toThrow(api.RuntimeError);
  });

  it('reads the imports of a module at once', async () => {
    const module = await api.compile(BYTES);
    const imports = { m: { f: () => 1 } };
    const promise = api.instantiate(module, imports);
    imports.m.f = () => 2;
    const { exports } = await promise;
    expect(exports['run']()).toBe(1);
  });

  it('gives a frozen object of exports, always the same', () => {
    const instance = new api.Instance(new api.Module(BYTES), IMPORTS);
    const { exports } = instance;
    expect(instance.exports).toBe(exports);
    expect(Object.getPrototypeOf(exports)).toBe(null);
    expect(Object.isFrozen(exports)).toBe(true);
    expect(Object.getOwnPropertyDescriptor(exports, 'run')).toMatchObject({
      writable: false,
      enumerable: true,
      configurable: false,
    });
  });

  it('keeps the order of exports, and odd names', () => {
    const bytes = wat(
      '(module (func) (export "b" (func 0)) (export "__proto__" (func 0)) (export "" (func 0)))',
    ) as Uint8Array<ArrayBuffer>;
    const { exports } = new api.Instance(new api.Module(bytes));
    expect(Object.keys(exports)).toEqual(['b', '__proto__', '']);
  });
});

describe('createWebAssembly', () => {
  it('makes a namespace over an engine', () => {
    const api = createWebAssembly(new Engine(new Config().wasmMultiMemory(false)));
    const twoMemories = wat('(module (memory 1) (memory 1))') as Uint8Array<ArrayBuffer>;
    expect(api.validate(twoMemories)).toBe(false);
    expect(WebAssembly.validate(twoMemories)).toBe(true);
    expect(api.Module).not.toBe(WebAssembly.Module);
  });

  it('takes functions of another namespace as functions of the host', () => {
    const api = createWebAssembly();
    const text = '(module (func (export "f") (result i32) (i32.const 5)))';
    const bytes = wat(text) as Uint8Array<ArrayBuffer>;
    const { f } = new api.Instance(new api.Module(bytes)).exports;
    const { run } = new WebAssembly.Instance(new WebAssembly.Module(BYTES), { m: { f } }).exports;
    expect(run()).toBe(5);
  });
});
