/** When operands are evaluated, and what a result is put into. */
import { describe, expect, it } from 'vitest';
import { agree, type Value } from './agree.js';
import { statements } from './compile.js';

/** A function that counts its calls in its result. */
const NEXT = `(global $g (mut i32) (i32.const 1))
  (func $next (param i32) (result i32)
    (global.set $g (i32.add (i32.mul (global.get $g) (i32.const 10)) (local.get 0)))
    (global.get $g))`;
const LONG = '(func $long (param i64) (result i64) (local.get 0))';

describe('operands wait', () => {
  it('for the expression that uses them', () => {
    const body =
      '(i32.store (i32.add (local.get 0) (i32.const 4)) (i32.mul (local.get 1) (local.get 1)))';
    expect(statements(`(memory 1 1) (func (param i32 i32) ${body})`)).toContain(
      'M.setInt32(x0+4,imul(x1,x1),true);',
    );
  });

  it('not longer than until something is written that they read', () => {
    const body = '(i32.load (local.get 0)) (i32.store (i32.const 8) (i32.const 1))';
    expect(statements(`(memory 1 1) (func (param i32) (result i32) ${body})`)).toContain(
      's0=M.getInt32(x0,true);\nM.setInt32(8,1,true);\nreturn s0;',
    );
  });

  it('and an assignment becomes part of what evaluates its variable first', () => {
    const set = '(local.set 1 (i32.load (local.get 0)))';
    const body = `${set} (if (local.get 1) (then (i32.store (local.get 0) (i32.const 7))))`;
    const text = statements(`(memory 1 1) (func (param i32 i32) ${body})`);
    expect(text).toContain('if(x1=M.getInt32(x0,true)){');
  });

  it('and so does one to several variables', () => {
    const body = `(local.set 0 (local.tee 1 (i32.load (local.get 0))))
      (if (i32.lt_s (local.get 1) (i32.const 9)) (then (return (i32.const 1)))) (local.get 0)`;
    expect(statements(`(memory 1 1) (func (param i32 i32) (result i32) ${body})`)).toContain(
      'if((x0=x1=M.getInt32(x0,true))<9){',
    );
  });

  it('though another load comes before', () => {
    const body = `(i32.load (local.get 0)) (local.set 1 (i32.load (local.get 1))) (local.get 1) i32.add`;
    expect(statements(`(memory 1 1) (func (param i32 i32) (result i32) ${body})`)).toContain(
      'x1=M.getInt32(x1,true);\nreturn M.getInt32(x0,true)+x1|0;',
    );
  });

  it('but not though something else that may trap does', () => {
    const body = `(i32.load (local.get 0)) (local.set 1 (i32.div_s (local.get 0) (local.get 1)))
      (local.get 1) i32.add`;
    expect(statements(`(memory 1 1) (func (param i32 i32) (result i32) ${body})`)).toContain(
      's0=M.getInt32(x0,true);\nx1=divS32(x0,x1);',
    );
  });

  it('and results are made in the local that is set', () => {
    const body = '(local.set 0 (i64.mul (local.get 0) (local.get 0))) (local.get 0)';
    const text = statements(`(func (param i64) (result i64) ${body})`);
    expect(text).toContain('x0=mul64(x0,y0,x0,y0);y0=high;');
  });
});

const many = (count: number, text: string): string =>
  Array.from({ length: count }, () => text).join(' ');

/** Each was or could be evaluated at the wrong time. */
const CASES: readonly (readonly [name: string, text: string, calls?: readonly Value[][]])[] = [
  [
    'a result that is dropped does not come back for the operand below',
    `(func $a (result i64) (i64.const 1)) (func $b (result i64) (i64.const 2))
      (func (export "f") (result i64) (local i64)
        (call $a) (call $b) drop (local.set 0) (local.get 0))`,
  ],
  [
    'a result is kept when the operand below is put into its variable after it',
    `${LONG} (func $five (result i64) (i64.const 5))
      (func (export "f") (param i32) (result i64) (local i64)
        ${many(32, '(local.get 0)')} (call $five) (local.set 1) ${many(31, 'i32.add')}
        i64.extend_i32_s (local.get 1) i64.add)`,
    [[3], [-1]],
  ],
  [
    'an operand keeps the value that its local had',
    `(func (export "f") (param i32) (result i32)
      (i32.mul (local.get 0) (i32.const 3)) (local.get 0)
      (local.tee 0 (i32.add (local.get 0) (i32.const 1))) i32.mul i32.sub (local.get 0) i32.xor)`,
    [[5], [-9], [0x7fffffff]],
  ],
  [
    'a global is read before it is set',
    `${NEXT} (func (export "f") (result i32)
      (global.get $g) (global.set $g (i32.const 9)) (i32.sub (global.get $g)))`,
  ],
  [
    'globals and calls are evaluated in their order',
    `${NEXT} (func (export "f") (result i32)
      (i32.sub (i32.mul (global.get $g) (i32.const 100))
        (i32.add (call $next (i32.const 3)) (i32.mul (call $next (i32.const 4)) (global.get $g)))))`,
  ],
  [
    'both operands of select are evaluated, in order, and before the condition',
    `${NEXT} (func (export "f") (param i32) (result i32)
        (select (call $next (i32.const 1)) (call $next (i32.const 2)) (call $next (local.get 0))))
      (func (export "after") (result i32) (global.get $g))`,
    [[0], [1], [-1120]],
  ],
  [
    'both operands of select are evaluated, though one is chosen',
    `${NEXT} (func (export "f") (param i32) (result i32)
        (select (call $next (i32.const 1)) (call $next (i32.const 2)) (local.get 0)))
      (func (export "after") (result i32) (global.get $g))`,
    [[0], [1]],
  ],
  [
    'operands of select are read before a call makes the condition',
    `${NEXT} (func (export "f") (param i32) (result i32)
        (select (global.get $g) (i32.const 2) (call $next (local.get 0))))`,
    [[0], [-10]],
  ],
  [
    'a call is made once, though its result is named twice',
    `${NEXT} (func (export "f") (result i32)
        (i32.rotl (call $next (i32.const 1)) (call $next (i32.const 2)))
        (i32.lt_u (call $next (i32.const 1)) (i32.const 9))
        (i32.ge_u (i32.const 9) (call $next (i32.const 1))) i32.add i32.add)
      (func (export "after") (result i32) (global.get $g))`,
  ],
  [
    'a call is made though half of its result is not needed',
    `${NEXT} (func (export "f") (result i64)
        (drop (i64.extend_i32_u (call $next (i32.const 1))))
        (i64.and (i64.extend_i32_u (call $next (i32.const 2))) (i64.const 0xf00000000)))
      (func (export "after") (result i32) (global.get $g))`,
  ],
  [
    'operands of a block come before its condition',
    `${NEXT} (func (export "f") (param i32) (result i32)
      (global.get $g) (i32.const 7) (call $next (local.get 0))
      (if (param i32 i32) (result i32) (then i32.add) (else i32.sub)))`,
    [[0], [-10]],
  ],
  [
    'operands of br_if and br_table come before the condition',
    `${NEXT} (func (export "f") (param i32) (result i32)
      (block (result i32) (block (result i32)
        (global.get $g) (call $next (local.get 0)) (br_if 0)
        (call $next (i32.const 5)) (i32.and (i32.const 1)) (br_table 1 0 1))
        (i32.add (i32.const 1000)))
      (i32.mul (global.get $g)))`,
    [[0], [-10], [1]],
  ],
  [
    'several results are each taken, whatever waits below',
    `(func $two (param i32) (result i64 i32) (i64.extend_i32_s (local.get 0)) (local.get 0)) ${LONG}
      (func (export "f") (param i32 i64) (result i64)
        (i64.rotl (call $long (local.get 1)) (i64.const 32))
        (i64.or (call $long (local.get 1)) (local.get 1))
        (call $two (local.get 0)) i64.extend_i32_u i64.sub i64.xor i64.sub)`,
    [
      [3, 0x123456789n],
      [-1, -5n],
    ],
  ],
  [
    'the halves of an operand change places with the variables they lie in',
    `${LONG} (func (export "f") (param i64) (result i64)
      (i64.rotl (call $long (local.get 0)) (i64.const 32))
      (loop) (local.set 0) (local.set 0 (i64.rotl (local.get 0) (i64.const 32))) (local.get 0))`,
    [[0x123456789n]],
  ],
  [
    'operands of a loop are all read before they are set',
    `(func (export "f") (param i32) (result i32) (local i32)
      (i32.const 1) (i32.const 10)
      (loop (param i32 i32) (result i32)
        (local.set 1) (local.set 0) (local.get 1) (i32.add (local.get 0) (i32.const 1))
        (br_if 0 (i32.lt_s (local.get 0) (i32.const 12))) i32.sub))`,
    [[0]],
  ],
  [
    'operands of a loop have other values in its later rounds',
    `(func (export "f") (param i32 i32) (result i32) (local i32)
      (i32.const 3)
      (loop $l (param i32) (result i32)
        (local.set 2) (local.get 2) (i32.lt_u (local.get 2) (i32.const 100))
        (br_if $l (i32.sub (local.get 2) (i32.const 5)) (i32.gt_s (local.get 2) (local.get 0))) drop i32.add))`,
    [
      [0, 0],
      [-40, 0],
    ],
  ],
];

for (const [name, text, calls = [[]]] of CASES) it(name, () => agree({ text, calls }));
