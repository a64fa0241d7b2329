/** Modules are loaded on XS with no more heap than the estimate says beside what is there before. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadEstimate } from '../../src/budget/load-estimate.js';
import { describeOnXs32, PICO } from '../simulator/support.js';
import { runCompiled } from '../compiler/on-xs.js';
import { binary } from '../extensions/program.js';
import { wat } from '../validation/wat.js';

/** Of `creation.static`, with which the program below runs when it loads nothing. */
const PROGRAM_BYTES = 17_408;

/** What the entry of garbage collection keeps when it is first used. */
const GC_BYTES = 1024;

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

const COLLECTED = Object.fromEntries(
  await Promise.all(
    Object.entries({
      'empty structures': many(200, () => '(type (struct))'),
      'a group': `(rec ${many(200, () => '(type (struct))')})`,
      'functions in a group': `(rec ${many(200, () => '(type (func))')})`,
      'subtypes that each refer to the one before': `(type $t0 (sub (struct)))
        ${many(60, (i) => `(type $t${i + 1} (sub $t${i} (struct ${many(i, () => '(field i32)')})))`)}`,
      'arrays of each other': `(rec ${many(150, (i) => `(type $a${i} (array (mut (ref null $a${(i + 1) % 150}))))`)})`,
      'many fields': many(20, () => `(type (struct ${many(100, () => '(field (mut i64))')}))`),
      'types of functions with references': `(type $s (struct))
        ${many(100, () => '(type (func (param (ref $s) (ref null $s)) (result (ref $s))))')}`,
    }).map(async ([name, fields]) => [name, await binary(fields)] as const),
  ),
);

describeOnXs32('the estimate of what loading needs', () => {
  const load = (bytes: Uint8Array, staticBytes: number, imports = '') =>
    runCompiled({
      source: imports + APP,
      extensions: imports !== '',
      resources: { 'it.wasm': bytes },
      strip: true,
      creation: { ...PICO, staticBytes },
    });

  it.each(Object.entries(MODULES))('is enough for %s', async (_, bytes) => {
    const { stderr, exitCode } = await load(bytes, PROGRAM_BYTES + loadEstimate(bytes));
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each(Object.entries(COLLECTED))('is enough for types: %s', async (_, bytes) => {
    const room = PROGRAM_BYTES + GC_BYTES + loadEstimate(bytes);
    const { stderr, exitCode } = await load(bytes, room, "import 'wasmote/gc';");
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
