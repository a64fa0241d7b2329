import { describe, expect, it } from 'vitest';
import { skipConstantExpression } from '../../src/binary/constant-expression.js';
import { customSections } from '../../src/binary/custom-section.js';
import { readDataSegment } from '../../src/binary/data-section.js';
import { ElementMode, readElementSegment } from '../../src/binary/element-section.js';
import { readExports } from '../../src/binary/export-section.js';
import { readGlobal } from '../../src/binary/global-section.js';
import { readImports } from '../../src/binary/import-section.js';
import { readMemoryType } from '../../src/binary/memory-section.js';
import { Reader } from '../../src/binary/reader.js';
import { SectionId } from '../../src/binary/section-id.js';
import { readTable } from '../../src/binary/table-section.js';
import { readTypes } from '../../src/binary/type-section.js';
import { DEFAULT_FEATURES, Feature } from '../../src/opcodes/feature.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import { GlobalType } from '../../src/types/global-type.js';
import { MemoryType } from '../../src/types/memory-type.js';
import { TableType } from '../../src/types/table-type.js';
import { ValueType } from '../../src/types/value-type.js';
import { functionType, list, moduleOf, name, section, u32 } from './module-bytes.js';

const { I32, I64, F64, FuncRef, ExternRef } = {
  I32: ValueType.I32,
  I64: ValueType.I64,
  F64: ValueType.F64,
  FuncRef: ValueType.FuncRef,
  ExternRef: ValueType.ExternRef,
};
const reader = (bytes: number[], features = -1): Reader =>
  new Reader(Uint8Array.from(bytes), 0, features);

describe('types', () => {
  it('reads parameters and results', () => {
    const types = readTypes(
      reader(list(functionType([], []), functionType([I32, ExternRef], [I64, F64]))),
    );
    expect(types.map(String)).toEqual(['[] -> []', '[i32 externref] -> [i64 f64]']);
  });
  it('asks for features', () => {
    const off = (feature: Feature): number => DEFAULT_FEATURES & ~feature;
    expect(() =>
      readTypes(reader(list(functionType([], [I32, I32])), off(Feature.MultiValue))),
    ).toThrow('the multi-value feature is not enabled (at offset 0x3)');
    expect(() =>
      readTypes(reader(list(functionType([ExternRef], [])), off(Feature.ReferenceTypes))),
    ).toThrow('the reference-types feature is not enabled');
  });
  it.each([
    [[1, 0x5f, 0], "this program lacks gc: import 'wasmote/gc' adds it"],
    [[1, 0x61, 0, 0], 'malformed type definition'],
    [[1, 0xe0, 0x7f, 0, 0], 'integer representation too long'],
    [[1, 0x60, 1, 0x7b, 0], 'SIMD is not supported'],
    [[1, 0x60, 1, 0x7a, 0], 'malformed value type'],
  ])('refuses %j', (bytes, message) => expect(() => readTypes(reader(bytes))).toThrow(message));
});

it('reads imports of every kind', () => {
  const types = readTypes(reader(list(functionType([], []), functionType([I32], []))));
  const imports = readImports(
    reader(
      list(
        [...name('m'), ...name('f'), 0, 1],
        [...name('m'), ...name('t'), 1, FuncRef, 1, 2, 3],
        [...name('m'), ...name('é'), 2, 0x08, ...u32(300), 0],
        [...name(''), ...name(''), 3, I64, 1],
      ),
    ),
    types,
  );
  expect(imports).toEqual([
    { module: 'm', name: 'f', kind: ExternKind.Function, type: types[1], typeIndex: 1 },
    { module: 'm', name: 't', kind: ExternKind.Table, type: new TableType(FuncRef, 2, 3) },
    { module: 'm', name: 'é', kind: ExternKind.Memory, type: new MemoryType(300, undefined, 0) },
    { module: '', name: '', kind: ExternKind.Global, type: new GlobalType(I64, true) },
  ]);
});

it('refuses imports of unknown kind or type', () => {
  expect(() => readImports(reader([1, 0, 0, 5, 0]), [])).toThrow('malformed import kind');
  expect(() => readImports(reader([1, 0, 0, 4, 0]), [])).toThrow('exception-handling');
  expect(() => readImports(reader([1, 0, 0, 0, 3]), [])).toThrow('unknown type 3');
});

it('reads exports', () => {
  expect(readExports(reader(list([...name('a'), 0, 1], [...name('b'), 3, ...u32(200)])))).toEqual([
    { name: 'a', kind: ExternKind.Function, index: 1 },
    { name: 'b', kind: ExternKind.Global, index: 200 },
  ]);
  expect(() => readExports(reader([1, 0, 5, 0]))).toThrow('malformed export kind');
});

describe('memory types', () => {
  const pages = (bytes: number[], features?: number): MemoryType =>
    readMemoryType(reader(bytes, features));
  it('reads limits and page size', () => {
    expect(pages([0, 3])).toEqual(new MemoryType(3, undefined));
    expect(pages([1, 3, 4])).toEqual(new MemoryType(3, 4));
    expect(pages([9, 3, 4, 16], DEFAULT_FEATURES)).toEqual(new MemoryType(3, 4, 16));
    expect(pages([8, ...u32(0xffffffff), 0])).toEqual(new MemoryType(0xffffffff, undefined, 0));
    expect(pages([0, ...u32(65536)]).minimum).toBe(65536);
  });
  it('has other page sizes only behind a feature', () => {
    expect(() => pages([8, 1, 8], DEFAULT_FEATURES)).toThrow('invalid custom page size');
    expect(pages([8, 1, 8]).pageSize).toBe(256);
    expect(() => pages([8, 1, 17])).toThrow('invalid custom page size');
    expect(() => pages([8, 1, 64])).toThrow('invalid custom page size');
    expect(() => pages([8, ...u32(0x1000001), 8])).toThrow('at most 16777216 pages');
  });
  it('knows no page size without the feature', () => {
    expect(() => pages([8, 1, 0], DEFAULT_FEATURES & ~Feature.CustomPageSizes)).toThrow(
      'malformed limits flags',
    );
  });
  it.each([
    [[0, ...u32(65537)], 'memory size must be at most 65536 pages'],
    [[1, 0, ...u32(65537)], 'memory size must be at most 65536 pages'],
    [[8, ...u32(0x100000000), 0], 'memory size must be at most 4294967295 pages'],
    [[0, ...new Array<number>(9).fill(0xff), 1], 'memory size must be at most 65536 pages'],
    [[1, 2, 1], 'size minimum must not be greater than maximum'],
    [[2, 1], 'malformed limits flags'],
    [[0x10, 1], 'malformed limits flags'],
  ])('refuses %j', (bytes, message) => expect(() => pages(bytes)).toThrow(message));
});

it('reads tables with and without an initial value', () => {
  expect(readTable(reader([ExternRef, 0, 5]))).toEqual({
    type: new TableType(ExternRef, 5, undefined),
    initStart: -1,
  });
  const r = reader([0x40, 0, FuncRef, 1, 5, 6, 0xd2, 0x80, 0x01, 0x0b, 99]);
  expect(readTable(r)).toEqual({ type: new TableType(FuncRef, 5, 6), initStart: 6 });
  expect(r.u8()).toBe(99);
  expect(() => readTable(reader([I32, 0, 5]))).toThrow('malformed reference type');
  expect(() => readTable(reader([FuncRef, 0, ...u32(0x100000000)]))).toThrow('table size');
});

it('reads globals in place', () => {
  const r = reader([I64, 1, 0x42, 0xff, 0xff, 0x00, 0x0b, 99]);
  expect(readGlobal(r)).toEqual({ type: new GlobalType(I64, true), initStart: 2 });
  expect(r.u8()).toBe(99);
  expect(() => readGlobal(reader([I64, 2, 0x42, 0, 0x0b]))).toThrow('malformed mutability');
});

it('passes over constant expressions whose immediates look like `end`', () => {
  const expressions = [
    [0x41, 0x0b, 0x0b],
    [0x42, 0x8b, 0x0b, 0x0b],
    [0x43, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
    [0x44, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
    [0x23, 0x0b, 0x0b],
    [0xd2, 0x0b, 0x0b],
    [0xd0, 0x70, 0x0b],
    [0x41, 1, 0x41, 2, 0x6a, 0x0b],
  ];
  const r = reader([...expressions.flat(), 99]);
  for (const { length } of expressions) {
    const start = r.position;
    skipConstantExpression(r);
    expect(r.position - start).toBe(length);
  }
});

describe('element segments', () => {
  /** Functions that are named by their indices are never null. */
  const INDICES = 0x30;
  const offset = [0x41, 7, 0x0b];
  const item = [0xd0, 0x70, 0x0b];
  it.each([
    [[0, ...offset, 2, 5, 6], ElementMode.Active, 0, INDICES, 5, false],
    [[1, 0, 2, 5, 6], ElementMode.Passive, 0, INDICES, 3, false],
    [[2, 9, ...offset, 0, 2, 5, 6], ElementMode.Active, 9, INDICES, 7, false],
    [[3, 0, 2, 5, 6], ElementMode.Declarative, 0, INDICES, 3, false],
    [[4, ...offset, 2, ...item, ...item], ElementMode.Active, 0, FuncRef, 5, true],
    [[5, ExternRef, 2, ...item, ...item], ElementMode.Passive, 0, ExternRef, 3, true],
    [[6, 9, ...offset, FuncRef, 2, ...item, ...item], ElementMode.Active, 9, FuncRef, 7, true],
    [[7, FuncRef, 2, ...item, ...item], ElementMode.Declarative, 0, FuncRef, 3, true],
  ])('reads %j', (bytes, mode, table, type, itemsStart, expressions) => {
    const r = reader([...bytes, 99]);
    const segment = readElementSegment(r);
    expect(segment).toMatchObject({ mode, table, type, count: 2, itemsStart, expressions });
    if (mode === ElementMode.Active) expect(bytes[segment.offsetStart]).toBe(0x41);
    expect(r.u8()).toBe(99);
  });
  it.each([
    [[8, 0], 'malformed elements segment kind'],
    [[1, 1, 0], 'malformed element kind'],
    [[5, I32, 0], 'malformed reference type'],
    [[1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f], 'unexpected end'],
  ])('refuses %j', (bytes, message) =>
    expect(() => readElementSegment(reader(bytes))).toThrow(message),
  );
});

describe('data segments', () => {
  const offset = [0x41, 7, 0x0b];
  it.each([
    [[0, ...offset, 3, 1, 2, 3], { active: true, memory: 0, offsetStart: 1, start: 5, size: 3 }],
    [[1, 3, 1, 2, 3], { active: false, memory: 0, offsetStart: 1, start: 2, size: 3 }],
    [[2, 4, ...offset, 0], { active: true, memory: 4, offsetStart: 2, start: 6, size: 0 }],
  ])('reads %j', (bytes, segment) => {
    const r = reader([...bytes, 99]);
    expect(readDataSegment(r)).toEqual(segment);
    expect(r.u8()).toBe(99);
  });
  it('refuses what is not there', () => {
    expect(() => readDataSegment(reader([3, 0]))).toThrow('malformed data segment kind');
    expect(() => readDataSegment(reader([1, 4, 1, 2, 3]))).toThrow('unexpected end');
  });
});

it('finds custom sections by name, as views', () => {
  const bytes = moduleOf(
    section(SectionId.Custom, name('a'), [1, 2]),
    section(SectionId.Type, list()),
    section(SectionId.Custom, name('b'), [3]),
    section(SectionId.Custom, name('a')),
  );
  const found = customSections(bytes, 'a');
  expect(found.map((view) => [...view])).toEqual([[1, 2], []]);
  expect(found[0]!.buffer).toBe(bytes.buffer);
  expect(customSections(bytes, 'c')).toEqual([]);
});
