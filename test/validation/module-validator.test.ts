import { describe, expect, it } from 'vitest';
import { SectionId } from '../../src/binary/section-id.js';
import { CompileError } from '../../src/errors/errors.js';
import { DEFAULT_FEATURES, Feature } from '../../src/opcodes/feature.js';
import { ValueType } from '../../src/types/value-type.js';
import { validateModule } from '../../src/validation/module-validator.js';
import { body, functionType, list, moduleOf, name, section, u32 } from '../binary/module-bytes.js';
import { wat } from './wat.js';

const validate =
  (bytes: Uint8Array, features = DEFAULT_FEATURES) =>
  () =>
    void validateModule(bytes, features);

it('accepts the empty module', () => {
  expect(validateModule(moduleOf(), DEFAULT_FEATURES)).toMatchObject({
    functions: [],
    dataCount: -1,
    start: -1,
  });
});

it('tells what a module has and where', () => {
  const bytes = wat(`(module
    (type (func)) (type (func (param i32))) (type (func))
    (import "m" "f" (func (type 1))) (import "m" "g" (global i64))
    (import "m" "t" (table 1 externref)) (import "m" "m" (memory 1))
    (table 2 funcref) (global (mut i32) (i32.const 1))
    (func (type 2)) (func (type 0)) (export "x" (func 2)) (start 1)
    (elem declare func 1) (elem externref) (data "abc"))`);
  const module = validateModule(bytes, DEFAULT_FEATURES);
  expect(module).toMatchObject({
    canonicalTypes: [0, 1, 0],
    functions: [1, 2, 0],
    importedFunctions: 1,
    importedTables: 1,
    importedMemories: 1,
    importedGlobals: 1,
    // Indices of functions are never null.
    elements: [0x30, ValueType.ExternRef],
    start: 1,
  });
  expect(module.tables.map((table) => table.minimum)).toEqual([1, 2]);
  expect([...module.declaredFunctions].sort()).toEqual([1, 2]);
  const exports = module.sectionStart[SectionId.Export]!;
  expect([...bytes.subarray(exports, module.sectionEnd[SectionId.Export])]).toEqual(
    list([...name('x'), 0, 2]),
  );
  expect(module.sectionStart[SectionId.DataCount]).toBe(0);
});

describe('headers', () => {
  it.each([
    [[], 'unexpected end (at offset 0x0)'],
    [[0, 0x61, 0x73], 'unexpected end (at offset 0x3)'],
    [[0x7f, 0x45, 0x4c, 0x46, 1, 0, 0, 0], 'magic header not detected (at offset 0x0)'],
    [[0, 0x61, 0x73, 0x6d, 1, 0], 'unexpected end (at offset 0x6)'],
    [[0, 0x61, 0x73, 0x6d, 13, 0, 1, 0], 'unknown binary version (at offset 0x4)'],
  ])('refuses %j', (bytes, message) => {
    let error: unknown;
    try {
      validateModule(Uint8Array.from(bytes), DEFAULT_FEATURES);
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(CompileError);
    expect((error as Error).message).toBe(message);
  });
});

describe('sections', () => {
  const type = section(SectionId.Type, list(functionType([], [])));
  const functions = section(SectionId.Function, list([0]));
  const code = section(SectionId.Code, list(body([], 0x0b)));
  it('come in order, custom ones anywhere', () => {
    const custom = section(SectionId.Custom, name('x'), 1, 2, 3);
    expect(validate(moduleOf(custom, type, custom, functions, code, custom))).not.toThrow();
    expect(validate(moduleOf(functions, type))).toThrow('unknown type 0');
    expect(validate(moduleOf(type, type))).toThrow('unexpected content after last section');
    expect(validate(moduleOf(section(SectionId.Memory, 0), section(SectionId.Table, 0)))).toThrow(
      'unexpected content after last section (at offset 0xb)',
    );
  });
  it('have known ids and exact sizes', () => {
    expect(validate(moduleOf([14, 0]))).toThrow('malformed section id');
    expect(validate(moduleOf([13, 2, 1, 0]))).toThrow('this program lacks exception-handling');
    expect(validate(moduleOf([1, 9, 0]))).toThrow('length out of bounds');
    expect(validate(moduleOf(section(SectionId.Type, 0, 0)))).toThrow('section size mismatch');
    expect(validate(moduleOf([1, 1, 1, 0x60, 0, 0]))).toThrow('section size mismatch');
    expect(validate(moduleOf([0, 1, 5, 97, 97, 97, 97, 97]))).toThrow('unexpected end');
    expect(validate(moduleOf(section(SectionId.Custom, 1, 0xff)))).toThrow('malformed UTF-8');
  });
  it('agree on functions and data', () => {
    expect(validate(moduleOf(type, functions))).toThrow('inconsistent lengths');
    expect(validate(moduleOf(code))).toThrow('function and code section have inconsistent lengths');
    const count = section(SectionId.DataCount, 1);
    expect(validate(moduleOf(count))).toThrow('data count and data section have inconsistent');
    expect(validate(moduleOf(count, section(SectionId.Data, 0)))).toThrow('inconsistent lengths');
    expect(validate(moduleOf(count, section(SectionId.Data, 1, 1, 0)))).not.toThrow();
  });
});

describe('modules', () => {
  it.each([
    ['(export "a" (func 0))', 'unknown function 0'],
    ['(memory 1) (export "a" (memory 0)) (export "a" (memory 0))', 'duplicate export name "a"'],
    ['(start 0)', 'unknown function 0'],
    ['(func (param i32)) (start 0)', 'start function'],
    ['(data (i32.const 0) "x")', 'unknown memory 0'],
    ['(memory 1) (data (i64.const 0) "x")', 'type mismatch'],
    ['(elem (i32.const 0) func)', 'unknown table 0'],
    ['(table 1 externref) (elem (i32.const 0) func)', 'type mismatch'],
    ['(elem func 3)', 'unknown function 3'],
    ['(global i32 (i32.const 0) (i32.const 0))', 'type mismatch'],
    ['(global i32 (nop))', 'constant expression required'],
    ['(global i32 (i32.div_s (i32.const 1) (i32.const 1)))', 'constant expression required'],
    ['(global i32 (i32.trunc_sat_f32_s (f32.const 1)))', 'constant expression required'],
    ['(global i32 (global.get 0))', 'unknown global 0'],
    ['(global (mut i32) (i32.const 0)) (global i32 (global.get 0))', 'constant expression'],
    ['(global funcref (ref.func 0))', 'unknown function 0'],
    ['(memory 70000)', 'memory size must be at most 65536 pages'],
    ['(memory 2 1)', 'size minimum must not be greater than maximum'],
    ['(type (func (result i32))) (import "" "" (func (type 3)))', 'unknown type 3'],
  ])('%s', (fields, message) => expect(validate(wat(`(module ${fields})`))).toThrow(message));

  it.each([
    '(global i32 (i32.const 1)) (global i32 (i32.add (global.get 0) (i32.mul (i32.const 2) (i32.const 3))))',
    '(import "" "" (global i64)) (global i64 (i64.sub (global.get 0) (i64.const 1)))',
    '(func) (global funcref (ref.func 0)) (func (drop (ref.func 0)))',
    '(table 1 funcref) (elem (i32.const 0) funcref (ref.null func)) (elem declare func)',
    '(memory 1) (memory 2 3) (func (drop (memory.size 1)))',
  ])('accepts %s', (fields) => expect(validate(wat(`(module ${fields})`))).not.toThrow());

  it.each([
    ['(memory 1) (memory 1)', Feature.MultiMemory, 'multi-memory'],
    ['(import "" "" (memory 1)) (memory 1)', Feature.MultiMemory, 'multi-memory'],
    ['(table 1 funcref) (table 1 funcref)', Feature.ReferenceTypes, 'reference-types'],
    ['(global i32 (i32.add (i32.const 1) (i32.const 1)))', Feature.ExtendedConst, 'extended-const'],
    ['(func) (elem func 0)', Feature.BulkMemory, 'bulk-memory'],
    ['(data "x")', Feature.BulkMemory, 'bulk-memory'],
  ])('asks for a feature: %s', (fields, feature, name) =>
    expect(validate(wat(`(module ${fields})`), DEFAULT_FEATURES & ~feature)).toThrow(
      `the ${name} feature is not enabled`,
    ),
  );

  it('knows the memory and table of a segment', () => {
    const offset = [0x41, 0, 0x0b];
    const segments = (memory: number, table: number): Uint8Array =>
      moduleOf(
        section(SectionId.Table, list([ValueType.FuncRef, 0, 1], [ValueType.ExternRef, 0, 1])),
        section(SectionId.Memory, list([0, 1], [0, 1])),
        section(SectionId.Element, list([6, table, ...offset, ValueType.ExternRef, 0])),
        section(SectionId.Data, list([2, memory, ...offset, 1, 0x78])),
      );
    expect(validate(segments(1, 1))).not.toThrow();
    expect(validate(segments(2, 1))).toThrow('unknown memory 2');
    expect(validate(segments(1, 2))).toThrow('unknown table 2');
    expect(validate(segments(1, 0))).toThrow('type mismatch');
  });

  it('reports the earliest error', () => {
    const bytes = moduleOf(
      section(SectionId.Type, list(functionType([], []))),
      section(SectionId.Export, list([...name('f'), 0, 9])),
      section(SectionId.Memory, 0),
    );
    expect(validate(bytes)).toThrow('unknown function 9 (at offset 0x11)');
  });

  it('looks up equal types without comparing each with each', () => {
    const count = 30_000;
    const types = Array.from({ length: count }, (_, k) =>
      functionType(
        [],
        Array.from({ length: 8 }, (_, bit) => 0x7c + ((k >> (2 * bit)) & 3)),
      ),
    );
    const started = performance.now();
    const module = validateModule(
      moduleOf(section(SectionId.Type, u32(count), types)),
      DEFAULT_FEATURES,
    );
    expect(module.canonicalTypes[count - 1]).toBe(count - 1);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
