/** Modules are loaded on XS with no more heap than the estimate says beside what is there before. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadEstimate } from '../../src/budget/load-estimate.js';
import { describeOnXs32, PICO } from '../simulator/support.js';
import { runCompiled } from '../compiler/on-xs.js';
import { wat } from '../validation/wat.js';

/** Of `creation.static`, with which the program below runs when it loads nothing. */
const PROGRAM_BYTES = 17_408;

const APP = `
import Resource from 'Resource';
import { Config, Engine, Module } from 'wasmote';
const module = new Module(new Engine(new Config().strategy('interpreter')), new Resource('it.wasm'));
if (module.functionCount < 0) throw module;`;

const many = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

const MODULES: Readonly<Record<string, Uint8Array>> = {
  'a small kernel': readFileSync('bench/kernels/fib.wasm'),
  'a program': readFileSync('bench/programs/json.wasm'),
  'another program': readFileSync('bench/programs/vm.wasm'),
  types: wat(`(module ${many(400, () => '(type (func))')})`),
  'long types': wat(
    `(module ${many(200, () => '(type (func (param i32 i64 f32) (result i32 i64)))')})`,
  ),
  imports: wat(`(module ${many(150, (i) => `(import "a" "f${i}" (func))`)})`),
  functions: wat(`(module ${many(400, () => '(func)')})`),
  globals: wat(`(module ${many(200, () => '(global (mut i32) (i32.const 0))')})`),
  exports: wat(`(module (func) ${many(200, (i) => `(export "e${i}" (func 0))`)})`),
  tables: wat(`(module ${many(90, () => '(table 1 funcref)')})`),
  segments: wat(
    `(module (memory 1) (table 1 funcref) ${many(100, () => '(data (i32.const 0) "") (elem (i32.const 0))')})`,
  ),
};

describeOnXs32('the estimate of what loading needs', () => {
  const load = (bytes: Uint8Array, staticBytes: number) =>
    runCompiled({
      source: APP,
      resources: { 'it.wasm': bytes },
      strip: true,
      creation: { ...PICO, staticBytes },
    });

  it.each(Object.entries(MODULES))('is enough for %s', async (_, bytes) => {
    const { stderr, exitCode } = await load(bytes, PROGRAM_BYTES + loadEstimate(bytes));
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it('is not far too much for a program', async () => {
    const bytes = MODULES['a program']!;
    expect((await load(bytes, PROGRAM_BYTES + (loadEstimate(bytes) >> 2))).exitCode).toBe(10);
  });

  it('is small for what is malformed', () => {
    expect(loadEstimate(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0xff]))).toBe(2048);
    expect(loadEstimate(new Uint8Array(3))).toBe(2048);
  });
});
