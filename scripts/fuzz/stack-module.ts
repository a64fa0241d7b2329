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
} from './stack-layout.js';

const END = 0x0b;
const PAGES = 1;
const MOST_PAGES = 3;

/** @param newer whether to use several memories and extended constants, which Node 20 lacks */
export function stackModule(random: Random, newer: boolean): Uint8Array {
  const layout = layoutOf(random, newer);
  const { types, functions, imports, globals, memories, tables } = layout;
  const own = functions.slice(imports);
  const bodies = own.map((type, i) => {
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
    ...Array.from({ length: memories }, (_, i) => [...name(`m${i}`), 2, i]),
    ...tables.map((_, i) => [...name(`t${i}`), 1, i]),
    ...globals.flatMap(({ exported }, i) => (exported ? [[...name(`g${i}`), 3, i]] : [])),
  ];
  return Uint8Array.from([
    ...HEADER,
    ...section(1, types16),
    ...section(
      2,
      functions
        .slice(0, imports)
        .map((type, i) => [...name('host'), ...name(`h${i}`), 0, ...u32(type)]),
    ),
    ...section(
      3,
      own.map((type) => u32(type)),
    ),
    ...section(
      4,
      tables.map((type) => [type, 1, TABLE_SIZE, TABLE_SIZE + 5]),
    ),
    ...section(
      5,
      Array.from({ length: memories }, () => [1, PAGES, MOST_PAGES]),
    ),
    ...section(
      6,
      globals.map((global, i) => globalBytes(random, layout, global, i)),
    ),
    ...section(7, exported),
    ...section(9, elements(random, layout)),
    12,
    1,
    ...u32(layout.dataSegments),
    ...section(10, bodies),
    ...section(11, data(random, layout)),
  ]);
}

function globalBytes(
  random: Random,
  { functions, newer }: Layout,
  { type, mutable }: GlobalVariable,
  index: number,
): number[] {
  const head = [type, mutable ? 1 : 0];
  if (index === 0) return [...head, 0x41, ...s32(COUNTER_START), END];
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
    case ValueType.ExternRef:
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
  const memory = random.next(memories);
  return [
    [0, 0x41, ...s32(random.next(200)), END, ...some()],
    [1, ...some()],
    [...(memory === 0 ? [0] : [2, memory]), 0x41, ...s32(65536 - 40), END, ...some()],
  ];
}
