/**
 * Random valid modules whose functions are made as a stack machine sees them, instruction by
 * instruction: values lie under blocks, blocks and loops have parameters, several values travel with
 * branches, unreachable code follows. binaryen's fuzzer (`generate.ts`) thinks in trees and makes
 * none of these, and they are what a translator to registers can get wrong.
 */
import { ValueType } from '../../src/types/value-type.js';
import { HEADER, f32, f64, name, s32, s64, section, u32, vector, type Bytes } from './bytes.js';
import type { Random } from './random.js';
import { StackBody } from './stack-body.js';
import {
  COUNTER_START,
  layoutOf,
  TABLE_SIZE,
  type GlobalVariable,
  type Layout,
  type MemoryShape,
} from './stack-layout.js';

const END = 0x0b;
/** The last functions, which return what they are given. */
const IDENTITIES = 2;

/**
 * @param newer whether to use several memories, pages of one byte, 64-bit addresses, extended
 *   constants and wide arithmetic, which Node 20 lacks
 */
export function stackModule(random: Random, newer: boolean): Uint8Array {
  const layout = layoutOf(random, newer);
  const { types, functions, imports, globals, memories, tables } = layout;
  const own = functions.slice(imports);
  const bodies = own.map((type, i) => {
    if (i >= own.length - IDENTITIES) return [4, 0, 0x20, 0, END];
    const code = new StackBody(random, layout, types[type]!).make(i);
    return [...u32(code.length), ...code];
  });
  const types16 = types.map(({ params, results }) => [
    0x60,
    ...vector(params.map((type) => [type])),
    ...vector(results.map((type) => [type])),
  ]);
  const exported: Bytes[] = [
    ...own.map((_, i) => [...name(`f${i}`), 0, ...u32(imports + i)]),
    ...memories.map((_, i) => [...name(`m${i}`), 2, i]),
    ...tables.map((_, i) => [...name(`t${i}`), 1, i]),
    ...globals.flatMap(({ exported }, i) => (exported ? [[...name(`g${i}`), 3, i]] : [])),
  ];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, types16),
    ...section(2, importBytes(layout)),
    ...section(
      3,
      own.map((type) => u32(type)),
    ),
    ...section(4, tables.map(tableType).slice(layout.importsTable ? 1 : 0)),
    ...section(5, memories.map(memoryType).slice(layout.importsMemory ? 1 : 0)),
    ...section(
      6,
      globals
        .map((global, i) => globalBytes(random, layout, global, i))
        .slice(layout.importsGlobal ? 1 : 0),
    ),
    ...section(7, exported),
    ...start(random, layout),
    ...section(9, elements(random, layout)),
    12,
    1,
    ...u32(layout.dataSegments),
    ...section(10, bodies),
    ...section(11, data(random, layout)),
  ]);
}

function tableType(element: ValueType): number[] {
  return [element, 1, TABLE_SIZE, TABLE_SIZE + 5];
}

function memoryType({ pages, mostPages, bytePages, is64 }: MemoryShape): number[] {
  const most = mostPages === undefined ? [] : u32(mostPages);
  const flags = (mostPages === undefined ? 0 : 1) | (is64 ? 4 : 0) | (bytePages ? 8 : 0);
  return [flags, ...u32(pages), ...most, ...(bytePages ? [0] : [])];
}

function importBytes(layout: Layout): Bytes[] {
  const { functions, imports, globals, memories, tables } = layout;
  const host = name('host');
  const [global] = globals as [GlobalVariable];
  return [
    ...functions.slice(0, imports).map((type, i) => [...host, ...name(`h${i}`), 0, ...u32(type)]),
    ...(layout.importsTable ? [[...host, ...name('table'), 1, ...tableType(tables[0]!)]] : []),
    ...(layout.importsMemory ? [[...host, ...name('memory'), 2, ...memoryType(memories[0]!)]] : []),
    ...(layout.importsGlobal
      ? [[...host, ...name('global'), 3, global.type, global.mutable ? 1 : 0]]
      : []),
  ];
}

/** Few modules have a start function: one that takes and returns nothing. */
function start(random: Random, { functions, imports, types }: Layout): number[] {
  const fitting = [...functions.keys()].filter((index) => {
    const { params, results } = types[functions[index]!]!;
    return index >= imports && params.length === 0 && results.length === 0;
  });
  if (fitting.length === 0 || !random.once(3)) return [];
  const index = u32(random.pick(fitting));
  return [8, index.length, ...index];
}

function globalBytes(
  random: Random,
  { functions, newer, counter, globals, importsGlobal }: Layout,
  { type, mutable }: GlobalVariable,
  index: number,
): number[] {
  const head = [type, mutable ? 1 : 0];
  const [imported] = globals as [GlobalVariable];
  if (importsGlobal && !imported.mutable && imported.type === type && random.once(2)) {
    return [...head, 0x23, 0, END];
  }
  if (index === counter) return [...head, 0x41, ...s32(COUNTER_START), END];
  switch (type) {
    case ValueType.I32:
      if (newer && random.once(2)) {
        return [...head, 0x41, ...s32(random.bits()), 0x41, ...s32(random.bits()), 0x6c, END];
      }
      return [...head, 0x41, ...s32(random.once(2) ? random.next(300) - 150 : random.bits()), END];
    case ValueType.I64: {
      const value = (BigInt(random.bits()) << 32n) | BigInt(random.bits() >>> 0);
      if (newer && random.once(2)) {
        return [...head, 0x42, ...s64(value), 0x42, ...s64(BigInt(random.bits())), 0x7d, END];
      }
      return [...head, 0x42, ...s64(random.once(2) ? value : BigInt(random.next(99) - 50)), END];
    }
    case ValueType.F32:
      return [...head, 0x43, ...f32(random.bits() / 1024), END];
    case ValueType.F64:
      return [...head, 0x44, ...f64(random.bits() / 1024), END];
    case ValueType.FuncRef:
      return [...head, 0xd2, ...u32(random.next(functions.length)), END];
    default:
      return [...head, 0xd0, type, END];
  }
}

/** Active, passive and declared: the last names every function, so that `ref.func` may. */
function elements(random: Random, { functions }: Layout): Bytes[] {
  const some = (): number[] =>
    vector(Array.from({ length: 1 + random.next(6) }, () => u32(random.next(functions.length))));
  const expressions = Array.from({ length: 1 + random.next(5) }, () =>
    random.once(3) ? [0xd0, 0x70, END] : [0xd2, ...u32(random.next(functions.length)), END],
  );
  return [
    [0, 0x41, ...s32(random.next(3)), END, ...some()],
    random.once(2) ? [1, 0, ...some()] : [5, 0x70, ...vector(expressions)],
    [3, 0, ...vector(functions.map((_, i) => u32(i)))],
  ];
}

function data(random: Random, { memories }: Layout): Bytes[] {
  const some = (): number[] => {
    const bytes = random.bytes(random.next(40));
    return [...u32(bytes.length), ...bytes];
  };
  const memory = random.next(memories.length);
  const offset = (of: number, at: number): number[] => [
    memories[of]!.is64 ? 0x42 : 0x41,
    ...s32(at),
    END,
  ];
  return [
    [0, ...offset(0, random.next(200)), ...some()],
    [1, ...some()],
    [
      ...(memory === 0 ? [0] : [2, memory]),
      ...offset(memory, memories[memory]!.bytes - 40),
      ...some(),
    ],
  ];
}
