/** What a function has done when it traps. */
import { describe, it } from 'vitest';
import { agree, type Value } from './agree.js';

const STATE = `(global $g (mut i64) (i64.const 5)) (global $h (mut i32) (i32.const 5))
  (func (export "after") (result i64 i32 i64 i32)
    (global.get $g) (global.get $h) (i64.load (i32.const 0)) (i32.load (i32.const 65532)))`;

const ADDRESSES = [0, 1, -1, -3, -4, -5, -8, 65_528, 65_529, 65_532, 65_533, 65_536, -0x80000000];
const at = (...addresses: number[]): Value[][] => addresses.map((address) => [address, 0]);

/** The body of a function of two i32. */
const CASES: readonly (readonly [name: string, body: string, calls?: Value[][]])[] = [
  ['a store of two halves writes none', '(i64.store (local.get 0) (i64.const -1))'],
  [
    'nor at an address on the stack',
    '(i64.store (i32.mul (local.get 0) (i32.const 1)) (i64.const -1))',
  ],
  ['nor with an offset', '(i64.store offset=4 (local.get 0) (i64.const -1))'],
  [
    'nor of a load that traps',
    '(i64.store (i32.const 0) (i64.xor (i64.load (local.get 0)) (i64.const -1)))',
  ],
  ['a global keeps both halves', '(global.set $g (i64.load (local.get 0)))'],
  ['and of an expression', '(global.set $g (i64.xor (i64.load (local.get 0)) (global.get $g)))'],
  [
    'a load comes before a global that is set after it',
    '(i32.load (local.get 0)) (global.set $h (i32.const 6)) (drop)',
  ],
  [
    'a load comes before a store after it',
    '(i64.load (local.get 0)) (i32.store (i32.const 4) (i32.const 6)) (drop)',
  ],
  [
    'a division comes before a store after it, and after one before it',
    `(i32.store (i32.const 0) (i32.const 1)) (i32.div_s (i32.const 1) (local.get 1))
      (i32.store (i32.const 4) (i32.const 6)) (drop)`,
    [
      [0, 0],
      [0, 1],
    ],
  ],
  ['what is dropped traps', '(drop (i64.and (i64.load (local.get 0)) (i64.const 0)))'],
  ['and so does a half', '(drop (i32.wrap_i64 (i64.load (local.get 0))))'],
  [
    'both operands of select may',
    '(drop (select (i32.load (local.get 0)) (i32.load (local.get 1)) (local.get 1)))',
    [...at(...ADDRESSES), ...ADDRESSES.map((address) => [0, address])],
  ],
  [
    'a condition of two empty branches does',
    '(if (i32.load (local.get 0)) (then) (else)) (global.set $h (i32.const 1))',
  ],
  [
    'what a branch leaves behind does',
    '(block (i32.load (local.get 0)) (br 0)) (global.set $h (i32.const 1))',
  ],
  [
    'what a branch that is taken leaves behind does',
    '(block (i32.load (local.get 0)) (br_if 0 (i32.const 1)) (drop)) (global.set $h (i32.const 1))',
  ],
  [
    'what stands before unreachable does it after',
    '(global.set $h (i32.const 1)) (i32.load (local.get 0)) (unreachable)',
  ],
];

describe.each(['(memory 1 1)', '(memory 1)'])('%s', (memory) => {
  for (const [name, body, calls = at(...ADDRESSES)] of CASES) {
    const text = `${memory} ${STATE} (func (export "f") (param i32 i32) ${body})`;
    it(name, () => agree({ text, calls }));
  }
});
