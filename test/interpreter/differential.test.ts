/**
 * What a translator to registers can get wrong, each case small and named: the same calls in ours,
 * with fuel and without, and in Node's own WebAssembly.
 */
import { describe, expect, it } from 'vitest';
import { Config, Engine, Instance, Module, RuntimeError, Store } from '../../src/index.js';
import { wat } from '../validation/wat.js';

interface Case {
  readonly name: string;
  readonly text: string;
  /** Calls of the export `f`. */
  readonly calls: readonly (readonly (number | bigint)[])[];
}

const many = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');

const CASES: readonly Case[] = [
  {
    name: 'a local on the stack keeps its value when the local is set',
    text: `(func (export "f") (param i32) (result i32)
      local.get 0  (local.set 0 (i32.const 7))  local.get 0  i32.sub)`,
    calls: [[50], [-1]],
  },
  {
    name: 'and when it is teed, twice',
    text: `(func (export "f") (param i32) (result i32)
      local.get 0  local.get 0  (local.tee 0 (i32.add (local.get 0) (i32.const 1)))
      i32.mul  i32.sub  local.get 0  i32.xor)`,
    calls: [[5], [-9]],
  },
  {
    name: 'results that are parameters exchanged',
    text: `(func $swap (param i32 i64) (result i64 i32) local.get 1 local.get 0)
      (func (export "f") (param i32 i64) (result i64 i32)
        (call $swap (local.get 0) (local.get 1)))`,
    calls: [[3, 4n]],
  },
  {
    name: 'br_if with a value, taken and not, from another height',
    text: `(func (export "f") (param i32 i32) (result i32)
      (block (result i32)
        (i32.const 100)
        (i32.add (local.get 1) (i32.const 1))
        (br_if 0 (local.get 0))
        i32.mul))`,
    calls: [
      [0, 5],
      [1, 5],
    ],
  },
  {
    name: 'br_if with several values to the function',
    text: `(func (export "f") (param i32 i32) (result i32 i32)
      (i32.const 9) (local.get 1) (local.get 0) (br_if 0 (local.get 0)) drop drop drop
      (local.get 1) (local.get 1))`,
    calls: [
      [0, 5],
      [1, 5],
    ],
  },
  {
    name: 'br_table to blocks of equal and other heights, and to the function',
    text: `(func (export "f") (param i32) (result i32)
      (block $a (result i32)
        (i32.const 1000)
        (block $b (result i32)
          (i32.const 2000)
          (i32.add (local.get 0) (i32.const 5))
          (br_table $a $b 2 $a (local.get 0)))
        i32.add))`,
    calls: [[0], [1], [2], [3], [-1]],
  },
  {
    name: 'a loop with parameters and results',
    text: `(func (export "f") (param i32) (result i32)
      (i32.const 1) (local.get 0)
      (loop $l (param i32 i32) (result i32)
        (local.set 0) (i32.mul (local.get 0))
        (i32.sub (local.get 0) (i32.const 1))
        (local.tee 0)
        (if (param i32) (result i32 i32) (then (local.get 0) (br $l)) (else (local.get 0)))
        drop))`,
    calls: [[1], [5], [10]],
  },
  {
    name: 'if and else that leave a local and a constant',
    text: `(func (export "f") (param i32 i32) (result i32)
      (i32.add (local.get 1)
        (if (result i32) (i32.eqz (local.get 0)) (then (local.get 1)) (else (i32.const -3)))))`,
    calls: [
      [0, 7],
      [1, 7],
    ],
  },
  {
    name: 'a local that changes in one branch only',
    text: `(func (export "f") (param i32 i32) (result i32)
      local.get 1
      (if (local.get 0) (then (local.set 1 (i32.const 99))))
      local.get 1  i32.sub)`,
    calls: [
      [0, 7],
      [1, 7],
    ],
  },
  {
    name: 'select of locals, constants and what was computed, set to a local',
    text: `(func (export "f") (param i32 i64) (result i64) (local i64)
      (local.set 2 (select (i64.add (local.get 1) (i64.const 1)) (i64.const -5) (local.get 0)))
      (select (local.get 2) (local.get 1) (i32.lt_s (local.get 0) (i32.const 2))))`,
    calls: [
      [0, 10n],
      [1, 10n],
      [2, 10n],
    ],
  },
  ...['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'].flatMap(
    (comparison) =>
      [-129, -128, -1, 0, 1, 126, 127, 128, 0x7fffffff, -0x80000000].map((constant) => ({
        name: `i32.${comparison} with ${constant}: a value, a branch, its opposite, mirrored`,
        text: `(func (export "f") (param i32) (result i32) (local i32)
          (local.set 1 (i32.${comparison} (local.get 0) (i32.const ${constant})))
          (block (br_if 0 (i32.${comparison} (local.get 0) (i32.const ${constant})))
            (local.set 1 (i32.add (local.get 1) (i32.const 2))))
          (if (i32.${comparison} (i32.const ${constant}) (local.get 0))
            (then (local.set 1 (i32.add (local.get 1) (i32.const 4)))))
          (if (i32.eqz (i32.${comparison} (local.get 0) (i32.const ${constant})))
            (then (local.set 1 (i32.add (local.get 1) (i32.const 8)))))
          local.get 1)`,
        calls: [-129, -128, -1, 0, 1, 127, 128, 0x7fffffff, -0x80000000].map((x) => [x]),
      })),
  ),
  ...[
    'i32.add',
    'i32.sub',
    'i32.mul',
    'i32.and',
    'i32.or',
    'i32.xor',
    'i32.shl',
    'i32.shr_s',
    'i32.shr_u',
  ].flatMap((operator) =>
    [-1, 0, 1, 33, 127, 128, 255, 256, 1020, 1024, 0x12345678].map((constant) => ({
      name: `${operator} with ${constant}, on either side`,
      text: `(func (export "f") (param i32) (result i32)
          (i32.xor (${operator} (local.get 0) (i32.const ${constant}))
            (${operator} (i32.const ${constant}) (local.get 0))))`,
      calls: [[0], [1], [-1], [0x7fffffff], [-0x80000000], [12345]],
    })),
  ),
  {
    name: 'offsets of loads and stores: near, scaled, unaligned, far, absolute',
    text: `(memory 1)
      (func (export "f") (param i32) (result i64)
        (i64.store offset=2040 (local.get 0) (i64.const 0x0123456789abcdef))
        (i64.store offset=2043 (local.get 0) (i64.load offset=2041 (local.get 0)))
        (i32.store16 offset=511 (local.get 0) (i32.const -2))
        (i32.store8 (i32.const 2050) (i32.const 200))
        (i64.store (i32.const 70) (i64.load32_s offset=2044 (local.get 0)))
        (i64.add
          (i64.xor (i64.load16_s offset=511 (local.get 0)) (i64.load8_u (i32.const 2050)))
          (i64.add (i64.load offset=70 (i32.const 0)) (i64.load32_u offset=3000 (local.get 0)))))`,
    calls: [[0], [1], [4], [100], [65536], [-1], [-2040]],
  },
  {
    name: 'conditional branches over more than 127 and 32,767 words',
    text: `(func (export "f") (param i32) (result i32) (local i32)
      (if (i32.lt_s (local.get 0) (i32.const 3))
        (then ${many(200, (i) => `(local.set 1 (i32.add (local.get 1) (i32.const ${100000 + i})))`)})
        (else (local.set 1 (i32.const 1))))
      (if (local.get 0)
        (then ${many(20000, (i) => `(local.set 1 (i32.xor (local.get 1) (i32.const ${100000 + i})))`)}))
      local.get 1)`,
    calls: [[0], [1], [3]],
  },
  {
    name: '300 locals and operands, calls from above',
    text: `(func $sum (param i32 i64 f64 i32) (result i64)
        (i64.add (i64.extend_i32_s (i32.add (local.get 0) (local.get 3)))
          (i64.add (local.get 1) (i64.trunc_f64_s (local.get 2)))))
      (func (export "f") (param i32) (result i64) (local ${many(300, () => 'i32')} i64 f64)
        (local.set 290 (i32.add (local.get 0) (i32.const 5)))
        (local.set 301 (i64.const 77))
        (local.set 302 (f64.const 2.5))
        ${many(300, (i) => `(i32.add (local.get 290) (i32.const ${i}))`)}
        (local.set 1)
        ${many(299, () => '(local.set 2)')}
        (block (br_if 0 (local.get 290)) (local.set 290 (i32.const 1)))
        (call $sum (local.get 290) (local.get 301) (local.get 302) (local.get 1)))`,
    calls: [[0], [-5], [1000]],
  },
  {
    name: 'more values than registers of a call',
    text: `(func $many (param ${many(100, () => 'i32')}) (result i32)
        ${many(100, (i) => `local.get ${i}`)} ${many(99, (i) => (i % 2 ? 'i32.add' : 'i32.sub'))})
      (func (export "f") (param i32) (result i32)
        (call $many ${many(100, (i) => `(i32.mul (local.get 0) (i32.const ${i}))`)}))`,
    calls: [[1], [-7]],
  },
  {
    name: 'tail calls among functions of different frames',
    text: `(func $odd (param i64 i32) (result i32) (local i64 i64 i64)
        (if (result i32) (i64.eqz (local.get 0)) (then (i32.const 0))
          (else (return_call $even (i32.const 5) (i64.sub (local.get 0) (i64.const 1)) (i32.const 6)))))
      (func $even (param i32 i64 i32) (result i32)
        (if (result i32) (i64.eqz (local.get 1)) (then (i32.const 1))
          (else (return_call $odd (i64.sub (local.get 1) (i64.const 1)) (local.get 0)))))
      (func (export "f") (param i64) (result i32)
        (return_call $even (i32.const 0) (local.get 0) (i32.const 0)))`,
    calls: [[0n], [1n], [7n], [1000n]],
  },
  {
    name: 'indirect calls, right and wrong',
    text: `(type $t (func (param i32) (result i32)))
      (table 4 funcref) (elem (i32.const 0) $a $b $c)
      (func $a (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
      (func $b (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
      (func $c (result i32) (i32.const 3))
      (func (export "f") (param i32 i32) (result i32)
        (call_indirect (type $t) (local.get 1) (local.get 0)))`,
    calls: [
      [0, 5],
      [1, 5],
      [2, 5],
      [3, 5],
      [4, 5],
      [-1, 5],
    ],
  },
  {
    name: 'recursion that fits',
    text: `(func $f (export "f") (param i64) (result i64)
      (if (result i64) (i64.le_u (local.get 0) (i64.const 1)) (then (i64.const 1))
        (else (i64.mul (local.get 0) (call $f (i64.sub (local.get 0) (i64.const 1)))))))`,
    calls: [[1n], [20n], [25n], [500n]],
  },
  {
    name: 'float comparisons and conditions on NaN',
    text: `(func (export "f") (param f64 f64) (result i32) (local i32)
      (if (f64.gt (local.get 0) (local.get 1)) (then (local.set 2 (i32.const 1))))
      (if (i32.eqz (f64.ge (local.get 0) (local.get 1)))
        (then (local.set 2 (i32.or (local.get 2) (i32.const 2)))))
      (block (br_if 0 (f64.le (local.get 0) (local.get 1)))
        (local.set 2 (i32.or (local.get 2) (i32.const 4))))
      local.get 2)`,
    calls: [
      [1, 2],
      [2, 1],
      [1, 1],
      [NaN, 1],
      [1, NaN],
      [0, -0],
    ],
  },
];

/** What a call comes to, as text: results, or that it trapped. */
function outcome(call: () => unknown): string {
  try {
    const value = call();
    return [value].flat().map(String).join(' ');
  } catch (error) {
    if (error instanceof RuntimeError || error instanceof WebAssembly.RuntimeError) return 'trap';
    throw error;
  }
}

describe.each([true, false])('the interpreter, with fuel: %s', (fuel) => {
  const engine = new Engine(new Config().consumeFuel(fuel));

  it.each(CASES)('$name', ({ text, calls }) => {
    const bytes = wat(`(module ${text})`);
    const store = new Store(engine);
    if (fuel) store.setFuel(1e9);
    const ours = new Instance(store, new Module(engine, bytes));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
    const native = exports['f'] as (...args: unknown[]) => unknown;
    for (const args of calls) {
      expect([args, outcome(() => ours.call('f', ...args))]).toEqual([
        args,
        outcome(() => native(...args)),
      ]);
    }
  });
});
