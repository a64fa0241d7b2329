import { describe, expect, it } from 'vitest';
import { Disassembly } from '../../src/explore/registers/disassembly.js';
import { FORMATS } from '../../src/explore/registers/formats.js';
import { Operands } from '../../src/explore/registers/operands.js';
import { Names } from '../../src/explore/wat/names.js';
import { Instruction } from '../../src/interpreter/generated/instruction.js';
import { INSTRUCTIONS } from '../../src/interpreter/instructions/all.js';
import { instructionNames } from '../../src/interpreter/instructions/numbering.js';
import { Engine, Module } from '../../src/index.js';
import { wat } from '../validation/wat.js';
import { explorationOf, indicesOf, MODULES } from './support.js';

const NO_NAMES = new Names(new Uint8Array(8));

/** Prints one instruction, and how many words it has taken. */
function format(name: string, ...words: readonly number[]): { text: string; size: number } {
  const operands = new Operands(Int32Array.from([...words, 0, 0, 0, 0]), 0, NO_NAMES, 0);
  return { text: FORMATS.get(name)!(operands), size: operands.next };
}

/** Functions that need a wide frame, a far branch, a header, a table of branches, references. */
const LARGE = `(module
  (import "env" "f" (func))
  (table 1 funcref)
  (memory 1) (memory $m 1)
  (func (result i32) (local ${'i32 '.repeat(300)})
    local.get 280  local.get 290  i32.add  local.set 270  local.get 270)
  (func (param i32) (result i32)
    (block (br_if 0 (i32.lt_s (local.get 0) (i32.const 3)))
      ${'(local.set 0 (i32.add (local.get 0) (i32.const 1000)))'.repeat(300)})
    (block (block (block (br_table 0 1 2 1 (local.get 0))) (return (i32.const 7))))
    local.get 0)
  (func (param funcref i64 f64) (result f64)
    (table.set (i32.const 0) (local.get 0))
    (i64.store $m offset=70000 (i32.const 1) (local.get 1))
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 9))
    (call 0)
    (f64.add (local.get 2) (f64.const 0.1)))
  ${'(func (param i32) (result i32) (i32.mul (local.get 0) (i32.const 100000)))'.repeat(20)})`;

describe('instructions of register code', () => {
  it('have the numbers that the interpreter has', () => {
    const names = instructionNames();
    expect(names).toHaveLength(Object.keys(INSTRUCTIONS).length);
    expect(names[Instruction.br]).toBe('br');
    expect(names[Instruction.i64_trunc_sat_f64_u]).toBe('i64_trunc_sat_f64_u');
    expect(names[Instruction.fuel]).toBe('fuel');
  });

  it.each(Object.entries(INSTRUCTIONS))('%s: words and fields', (name, body) => {
    const far = /pc = code\[pc\]!; else pc\+\+/.test(body) || name === 'br_table' ? 1 : 0;
    const words = 1 + far + [...body.matchAll(/\{next\}/g)].length;
    const zero = format(name, 0);
    expect(zero.size).toBe(words);
    // Whatever field the body reads is printed.
    const fields = { '{[aA]}|w >> 7|w >> 8\\)|w << 16': 8, '{[bB]8?}': 16, '{[cC]}|{[su]8': 24 };
    for (const [pattern, shift] of Object.entries(fields)) {
      if (new RegExp(pattern).test(body)) expect(format(name, 5 << shift)).not.toEqual(zero);
    }
    for (const [pattern, shift] of [
      ['{[su]16}|w & -65536', 16],
      ['{s24}', 8],
    ] as const) {
      if (!new RegExp(pattern).test(body)) continue;
      for (const bit of [shift, 24]) expect(format(name, 3 << bit)).not.toEqual(zero);
    }
    for (let k = 1; k < words - far; k++) {
      const next: number[] = new Array<number>(words).fill(0);
      next[k] = 0x10001;
      // A table of branches is as long as its second word says.
      if (name !== 'br_table') expect(format(name, ...next).text).not.toBe(zero.text);
    }
  });

  it.each([
    ['i32_add_c', [(5 << 8) | (1 << 16) | (0xff << 24)], 'r5, r1, -1'],
    ['i32_and_c', [(5 << 8) | (1 << 16) | (0xff << 24)], 'r5, r1, 255'],
    ['i32_add_c4', [(5 << 8) | (1 << 16) | (0xff << 24)], 'r5, r1, 1020'],
    ['const16', [(2 << 8) | (-2 << 16)], 'r2, -2'],
    ['const32_high', [(2 << 8) | (0x3f80 << 16)], 'r2, 0x3f800000'],
    ['const64', [2 << 8, 1, -1], 'r2, 0xffffffff_00000001'],
    ['load64', [(2 << 8) | (3 << 16) | (4 << 24)], 'r2, [r3 + 32]'],
    ['load8_u', [(2 << 8) | (3 << 16)], 'r2, [r3]'],
    ['store16_far', [(2 << 8) | (3 << 16), -1], '[r3 + 4294967295], r2'],
    ['store32_at', [(2 << 8) | (0xffff << 16)], '[65535], r2'],
    ['br', [-3 << 8], '-> -2'],
    ['br_eqz', [(1 << 8) | (7 << 16)], 'r1 -> 8'],
    ['br_i32_lt_s_c', [(1 << 8) | (0xfe << 16) | (4 << 24)], 'r1, -2 -> 5'],
    ['br_i32_ne_far', [(1 << 8) | (2 << 16), 400], 'r1, r2 -> 400'],
    ['br_table', [1 << 8, 2, 10, 20, 30], 'r1 -> 10 -> 20 else -> 30'],
    ['select32', [(1 << 8) | (2 << 16) | (3 << 24), 9], 'r1, r2, r3 if r9'],
    ['bulk', [(0x0a << 8) | (5 << 16), 1, 0], 'memory.copy r5, 1, 0'],
    ['bulk', [(0x40 << 8) | (5 << 16), 0, 0], 'memory.grow r5, 0, 0'],
    ['move_many', [7 << 16, (3 << 16) | 2], 'r7, r2, 3 slots'],
  ] as const)('%s %j is %s', (name, [word, ...next], text) => {
    expect(format(name, Instruction.br | word, ...next).text).toBe(text);
  });
});

describe('the register code of a module', () => {
  const modules = [...MODULES, { name: 'large functions', bytes: wat(LARGE) }];

  it.each(modules)('$name: every word is printed once', ({ bytes }) => {
    const exploration = explorationOf(bytes);
    const { disassembly } = exploration;
    const functions = indicesOf(exploration).map((index) => disassembly.function(index));
    const items = [...disassembly.types(), ...functions.flat()];
    const { code } = new Module(new Engine(), bytes);
    const counts = new Array<number>(code.length).fill(0);
    for (const { at, size } of items) for (let k = 0; k < size; k++) counts[at + k]!++;
    expect(counts.every((count) => count === 1)).toBe(true);
    expect(counts).toHaveLength(code.length);
    expect(items.map(({ text }) => text).join('\n')).not.toContain('undefined');

    // Branches lead to instructions of the same function.
    for (const own of functions) {
      const places = new Set(own.map(({ at }) => at));
      for (const { text } of own) {
        for (const [, target] of text.matchAll(/-> (-?\d+)/g)) {
          expect(places).toContain(Number(target));
        }
      }
    }
  });

  it('begins with entries and types', () => {
    const code = Int32Array.from([
      3 | (1 << 8) | (2 << 16),
      4 | (5 << 16),
      Instruction.unreachable,
    ]);
    const disassembly = new Disassembly(code, 2, 1, NO_NAMES, 0);
    expect(disassembly.types()).toEqual([
      { at: 1, size: 1, text: 'types          func 0: type 4, func 1: type 5' },
    ]);
    expect(disassembly.function(1)).toEqual([
      { at: 0, size: 1, text: 'entry          3 slots, return in r1' },
      { at: 2, size: 1, text: 'unreachable    0' },
    ]);
  });

  it('has headers for large frames', () => {
    const { disassembly } = explorationOf(wat(LARGE));
    const [entry, header] = disassembly.function(1);
    expect(entry!.text).toBe(`entry          header at ${header!.at}`);
    expect(header!.text).toMatch(/^header {9}\d+ slots, return in r304$/);
  });
});
