import { describe, expect, it } from 'vitest';
import { Config, Engine, Instance, Module, Store } from '../../src/index.js';
import { BinaryenError, featureOptions, wasmOpt } from '../../src/transform/binaryen.js';
import { optimize } from '../../src/transform/optimize.js';
import { Feature } from '../../src/opcodes/feature.js';
import { wat } from '../validation/wat.js';

const engine = new Engine(new Config());
const LOOSE = `(module
  (memory (export "memory") 1 1)
  (func $unused (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
  (func $twice (param $x i32) (result i32) (local $y i32)
    (local.set $y (i32.add (local.get $x) (local.get $x)))
    (local.get $y))
  (func $four (export "four") (param $x i32) (result i32)
    (call $twice (call $twice (local.get $x))))
  (func $divide (export "divide") (param i32 i32) (result i32)
    (drop (i32.div_s (local.get 0) (local.get 1)))
    (i32.const 1)))`;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(wat(text));
const instanceOf = (bytes: Uint8Array): Instance =>
  new Instance(new Store(engine), new Module(engine, bytes), []);
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('optimize', () => {
  it('makes a module smaller that means the same, its traps included', async () => {
    const loose = bytesOf(LOOSE);
    const made = await optimize(loose, { strip: true });
    expect(made.length).toBeLessThan(loose.length);
    for (const instance of [instanceOf(loose), instanceOf(made)]) {
      expect(instance.call('four', 11)).toBe(44);
      expect(instance.call('divide', 1, 2)).toBe(1);
      expect(() => instance.call('divide', 1, 0)).toThrow('integer divide by zero');
    }
  });

  it('keeps names of functions unless it is to strip them', async () => {
    // Exported again, because an unused function goes with its name.
    const named = Uint8Array.from([...bytesOf(LOOSE), ...names(2, 'quadruple')]);
    expect(textOf(await optimize(named, { strip: false }))).toContain('quadruple');
    expect(textOf(await optimize(named, { strip: true }))).not.toContain('quadruple');
  });

  it('returns the module itself where nothing is smaller', async () => {
    const small = await optimize(bytesOf(LOOSE), { strip: true });
    expect(await optimize(small, { strip: true })).toBe(small);
  });

  it('refuses invalid modules before binaryen sees them', async () => {
    const cut = bytesOf(LOOSE).subarray(0, 40);
    await expect(optimize(cut, { strip: false })).rejects.toThrow('length out of bounds');
  });

  it('passes on what binaryen says', async () => {
    await expect(wasmOpt(new Uint8Array(8), ['-Oz'])).rejects.toThrow(BinaryenError);
    await expect(wasmOpt(bytesOf(LOOSE), ['--no-such-pass'])).rejects.toThrow(/wasm-opt failed: ./);
  });

  it('lets binaryen use what the module uses only', () => {
    expect(featureOptions(0)).toEqual(['--mvp-features', '--enable-mutable-globals']);
    expect(featureOptions(Feature.Gc | Feature.FunctionReferences | Feature.TailCall)).toEqual([
      '--mvp-features',
      '--enable-mutable-globals',
      '--enable-tail-call',
      '--enable-gc',
    ]);
  });
});

/** A name section with the name of one function. */
function names(index: number, name: string): number[] {
  const map = [1, index, name.length, ...Buffer.from(name)];
  const section = [4, ...Buffer.from('name'), 1, map.length, ...map];
  return [0, section.length, ...section];
}
