import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SectionId } from '../../src/binary/section-id.js';
import { CompileError } from '../../src/errors/errors.js';
import { DEFAULT_FEATURES } from '../../src/opcodes/feature.js';
import { Handler } from '../../src/opcodes/handler.js';
import type { Op } from '../../src/opcodes/op.js';
import type { FunctionType } from '../../src/types/function-type.js';
import { ValueType } from '../../src/types/value-type.js';
import type { Catch, FunctionVisitor } from '../../src/validation/function-visitor.js';
import { validateModule } from '../../src/validation/module-validator.js';
import {
  body,
  functionModule,
  functionType,
  list,
  moduleOf,
  section,
  sized,
  u32,
} from '../binary/module-bytes.js';
import { Random } from './random.js';
import { wat } from './wat.js';

/** Checks that what it is shown has the shape that it is promised. */
class Shape implements FunctionVisitor {
  private depth = 0;
  private reachable = true;
  private check(ok: boolean): void {
    if (!ok) throw new Error('the visitor was shown what it must not see');
  }
  begin(): void {
    this.depth = 1;
    this.reachable = true;
  }
  again(): boolean {
    this.check(this.depth === 0);
    return false;
  }
  block(): void {
    this.check(this.reachable);
    this.depth++;
  }
  else(reachable: boolean): void {
    this.check(reachable === this.reachable);
    this.reachable = true;
  }
  end(reachable: boolean): void {
    this.check(reachable === this.reachable && this.depth > 0);
    this.depth--;
    this.reachable = true;
  }
  brTable(labels: readonly number[]): void {
    this.check(this.reachable && labels.every((label) => label < this.depth));
    this.reachable = false;
  }
  duplicate(): void {
    this.check(this.reachable);
  }
  extended(handler: Handler): void {
    this.check(this.reachable);
    this.reachable = handler !== Handler.Throw && handler !== Handler.ThrowRef;
  }
  tryTable(_type: FunctionType, catches: readonly Catch[]): void {
    this.check(catches.every(({ label }) => label < this.depth));
    this.block();
  }
  narrow(depth: number): void {
    this.check(this.reachable && depth >= 0 && depth <= 2);
  }
  instruction(op: Op, x: number, y: number): void {
    this.check(this.reachable && Number.isInteger(x) && Number.isInteger(y));
    // unreachable, br, return, return_call, return_call_indirect
    if ([0x00, 0x0c, 0x0f, 0x12, 0x13].includes(op)) this.reachable = false;
  }
}

/** Whether the bytes are valid; fails the test when they give anything but a CompileError. */
function isValid(bytes: Uint8Array): boolean {
  try {
    validateModule(bytes, DEFAULT_FEATURES, () => new Shape());
    return true;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { offset, message } = error;
    if (offset === undefined || offset < 0 || offset > bytes.length) throw error;
    if (!message.endsWith(` (at offset 0x${offset.toString(16)})`)) throw error;
    return false;
  }
}

const EVERYTHING = wat(`(module
  (type $t (func (param i32) (result i32))) (type (func (result i32 i64)))
  (import "m" "\\c3\\a9" (func $i (type $t))) (import "m" "g" (global $g i64))
  (table $a 3 9 funcref) (table $b 1 externref)
  (memory 1 2) (memory 1)
  (global $h (mut i32) (i32.add (i32.const 1) (i32.const 2)))
  (global i64 (global.get $g))
  (elem (table $a) (i32.const 1) func $i $f)
  (elem $e funcref (ref.func $f) (ref.null func))
  (data (i32.const 8) "abc") (data $d "xyz")
  (func $f (export "f") (type $t) (local i64 f32 f32 f64 externref)
    (block $x (result i32)
      (loop $y (br_if $y (i32.eqz (local.get 0))))
      (if (result i32) (local.get 0)
        (then (br_table $x 2 (i32.const 3) (local.get 0)))
        (else (call_indirect $a (type $t) (i32.const 1) (i32.load offset=4 (i32.const 0)))))
      (i64.store offset=200 (i32.const 0) (i64.const -5000000000))
      (f64.store (i32.const 0) (f64.promote_f32 (f32.const 1.5)))
      (memory.copy 0 1 (i32.const 0) (i32.const 1) (i32.const 2))
      (memory.init $d (i32.const 0) (i32.const 1) (i32.const 2))
      (table.init $a $e (i32.const 0) (i32.const 0) (i32.const 1))
      (table.set $b (i32.const 0) (local.get 5))
      (drop (select (result externref) (local.get 5) (ref.null extern) (local.get 0)))
      (global.set $h)
      (return_call $f (i32.trunc_sat_f64_u (local.get 4)))))
  (func $s (drop (drop (block (type 1) (i32.const 1) (i64.const 2)))))
  (start $s))`);

const guests = new URL('../../examples/guests/', import.meta.url);
const BASES: readonly Uint8Array[] = [
  EVERYTHING,
  moduleOf(section(SectionId.Memory, list([8, ...u32(300), 0]))),
  ...(existsSync(guests) ? readdirSync(guests) : [])
    .filter((file) => file.endsWith('.wasm'))
    .map((file) => new Uint8Array(readFileSync(new URL(file, guests)))),
];

describe('damaged modules give a CompileError or are valid', () => {
  it('bases are valid', () => {
    for (const base of BASES) expect(isValid(base)).toBe(true);
  });

  it('cut off anywhere', () => {
    for (const base of BASES) {
      for (let size = 0; size < Math.min(base.length, 2000); size++) isValid(base.slice(0, size));
    }
  });

  it('with one bit flipped', () => {
    const random = new Random(1);
    for (let k = 0; k < 6000; k++) {
      const bytes = BASES[k % BASES.length]!.slice();
      bytes[8 + random.next(bytes.length - 8)]! ^= 1 << random.next(8);
      isValid(bytes);
    }
  });

  it('with bytes replaced, removed, inserted and moved', () => {
    const random = new Random(2);
    for (let k = 0; k < 6000; k++) {
      const bytes = [...BASES[k % BASES.length]!];
      for (let edits = 1 + random.next(4); edits > 0; edits--) {
        const at = 8 + random.next(bytes.length - 7);
        const piece = bytes.slice(random.next(bytes.length), random.next(bytes.length));
        bytes.splice(at, random.next(3), ...[[], [random.next(256)], piece][random.next(3)]!);
      }
      isValid(Uint8Array.from(bytes));
    }
  });

  it('made of random bytes: sections, and instructions of a function', () => {
    const random = new Random(3);
    const noise = (size: number, below: number): number[] =>
      Array.from({ length: size }, () => random.next(below));
    for (let k = 0; k < 3000; k++) {
      isValid(moduleOf(noise(random.next(60), 256)));
      isValid(moduleOf(section(random.next(14), noise(random.next(60), 16))));
      const code = noise(random.next(60), 256);
      isValid(functionModule(functionType([0x7f, 0x7e], [0x7f]), [0, code, 0x0b]));
    }
  });
});

describe('large numbers cost no more than the bytes that hold them', () => {
  const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];
  const nothing = functionType([], []);
  const { I32, FuncRef } = { I32: ValueType.I32, FuncRef: ValueType.FuncRef };
  const MANY = 300_000;
  const many = (count: number, ...bytes: number[]): number[] =>
    Array.from({ length: count * bytes.length }, (_, k) => bytes[k % bytes.length]!);

  const cases: readonly (readonly [string, () => Uint8Array])[] = [
    ...[1, 2, 3, 4, 5, 6, 7, 9, 10, 11].map(
      (id) => [`count of section ${id}`, () => moduleOf(section(id, HUGE))] as const,
    ),
    ['size of a section', () => moduleOf([SectionId.Type, ...HUGE])],
    ['name', () => moduleOf(section(SectionId.Custom, HUGE))],
    ['parameters', () => moduleOf(section(SectionId.Type, 1, 0x60, HUGE))],
    ['data count', () => moduleOf(section(SectionId.DataCount, HUGE))],
    ['items', () => moduleOf(section(SectionId.Element, 1, 1, 0, HUGE))],
    ['data', () => moduleOf(section(SectionId.Data, 1, 1, HUGE))],
    ['locals', () => functionModule(nothing, [0x0b], [[0xffffffff, I32]])],
    [
      'local declarations',
      () =>
        moduleOf(
          section(SectionId.Type, list(nothing)),
          section(SectionId.Function, list([0])),
          section(SectionId.Code, 1, sized(u32(MANY), many(MANY, 0, I32), 0x0b)),
        ),
    ],
    ['labels', () => functionModule(nothing, [0x41, 0, 0x0e, HUGE])],
    [
      'many labels',
      () => functionModule(nothing, [0x41, 0, 0x0e, u32(MANY), many(MANY + 1, 0), 0x0b]),
    ],
    ['nesting', () => functionModule(nothing, [many(49_000, 0x02, 0x40), many(49_001, 0x0b)])],
    ['deeper nesting', () => functionModule(nothing, [many(MANY, 0x03, 0x40)])],
    ['operands', () => functionModule(nothing, [many(MANY, 0x41, 0)])],
    ['deep constant', () => moduleOf(section(SectionId.Global, 1, I32, 0, many(MANY, 0x41, 0)))],
    [
      'calls of many results',
      () => functionModule(functionType([], many(1000, I32)), [many(20_000, 0x10, 0), 0x0b]),
    ],
    [
      'empty functions',
      () =>
        moduleOf(
          section(SectionId.Type, list(nothing)),
          section(SectionId.Function, u32(MANY), many(MANY, 0)),
          section(SectionId.Code, u32(MANY), many(MANY, 2, 0, 0x0b)),
        ),
    ],
    [
      'imports',
      () => moduleOf(section(SectionId.Import, u32(MANY), many(MANY, 0, 0, 1, FuncRef, 0, 0))),
    ],
    [
      'empty elements',
      () => moduleOf(section(SectionId.Element, u32(100_000), many(100_000, 1, 0, 0))),
    ],
    ['long name', () => moduleOf(section(SectionId.Custom, sized(many(MANY, 0x61))))],
    [
      'locals in every function',
      () => {
        const one = body([[50_000, I32]], 0x0b);
        return moduleOf(
          section(SectionId.Type, list(nothing)),
          section(SectionId.Function, u32(20_000), many(20_000, 0)),
          section(SectionId.Code, u32(20_000), many(20_000, ...one)),
        );
      },
    ],
  ];

  it.each(cases)('%s', (_what, make) => {
    const bytes = make();
    const before = process.memoryUsage().heapUsed;
    const started = performance.now();
    isValid(bytes);
    expect(performance.now() - started).toBeLessThan(2000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 ** 20 + 200 * bytes.length);
  });
});
