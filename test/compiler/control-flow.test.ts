/** Blocks, loops and branches, and what is known of locals where control comes together. */
import { describe, expect, it } from 'vitest';
import { agree, singles, type Value } from './agree.js';
import { statements } from './compile.js';

describe('control flow', () => {
  it('makes do of a loop whose only way back is its end', () => {
    const set = '(local.set 0 (i32.shr_u (local.get 0) (i32.const 1)))';
    const text = statements(`(func (param i32) (loop ${set} (br_if 0 (local.get 0))))`);
    expect(text).toBe('do{\n}while(x0=x0>>>1);\nreturn;');
  });

  it('turns an if around that has only an else', () => {
    const body = '(if (local.get 0) (then) (else (local.set 1 (i32.const 7)))) (local.get 1)';
    const text = statements(`(func (param i32) (result i32) (local i32) ${body})`);
    expect(text).toBe('let x1=0;\nif(!x0){\nx1=7;\n}\nreturn x1;');
  });

  it('makes a tree of comparisons of br_table', () => {
    const body =
      '(block (block (br_table 0 0 1 0 (local.get 0))) (return (i32.const 1))) (i32.const 2)';
    const text = statements(`(func (param i32) (result i32) ${body})`);
    expect(text.replaceAll('\n', '')).toContain(
      'if(x0<2){break L2;}else{if(x0<3){break L1;}else{break L2;}}',
    );
  });

  it('begins with the first values of locals', () => {
    const body = `(local.set 1 (i32.const 5)) (local.set 2 (i32.const -1))
      (local.set 1 (i32.add (local.get 1) (local.get 0))) (local.get 1)`;
    const text = statements(`(func (param i32) (result i32) (local i32 i32) ${body})`);
    expect(text).toMatch(/^let x1=5,x2=-1;\n/);
  });

  it('knows between what a loop counts', () => {
    const loop = (first: string): string =>
      statements(`(memory 1 1) (global (mut i32) (i32.const 0)) (func (local i32) ${first} (loop
        (i32.store8 (local.get 0) (i32.lt_u (local.get 0) (i32.const 50)))
        (br_if 0 (i32.ne (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 100)))))`);
    expect(loop('(local.set 0 (i32.const 0))')).toContain('M.setInt8(x0,x0<50?1:0)');
    // It could be entered with anything.
    expect(loop('(local.set 0 (global.get 0))')).toContain('x0<50&&x0>=0');
  });
});

const VALUES = singles([0, 1, 2, 3, 4, 5, 6, 7, 100, -1, -2, 0x7fffffff, -0x80000000]);

/** A loop that counts with local 1; local 2 gets what is seen of it. */
function counting(first: number, body: string): string {
  return `(func (export "f") (param i32) (result i32 i32) (local i32 i32 i32)
    (local.set 1 (i32.const ${first})) ${body} (local.get 2) (i32.lt_u (local.get 1) (i32.const 5)))`;
}
const see = (below: number): string =>
  `(local.set 2 (i32.add (i32.mul (local.get 2) (i32.const 3))
    (i32.lt_u (local.get 1) (i32.const ${below}))))`;
const step = (by: number): string => `(local.tee 1 (i32.add (local.get 1) (i32.const ${by})))`;
const until = (end: number, by: number): string => `(i32.ne ${step(by)} (i32.const ${end}))`;

const CASES: readonly (readonly [name: string, text: string, calls?: Value[][]])[] = [
  ['counting down', counting(10, `(loop ${see(5)} (br_if 0 ${step(-1)}))`)],
  [
    'counting to what is stepped over, and around',
    counting(0, `(loop ${see(-9)} (br_if 0 ${until(0x10000000, 0x30000000)}))`),
  ],
  [
    'counting over the largest number',
    counting(0x7ffffff0, `(loop ${see(-9)} (br_if 0 ${until(-0x7ffffff0, 8)}))`),
  ],
  [
    'counting around to the first value',
    counting(1, `(loop ${see(-9)} (br_if 0 ${until(1, 0x40000000)}))`),
  ],
  [
    'a counter that is also set',
    counting(
      4,
      `(loop $o ${see(50)}
        (if (i32.eq (local.get 1) (local.get 0))
          (then (local.set 0 (i32.const 99)) (local.set 1 (i32.const -5))))
        (br_if $o ${until(8, 1)}))`,
    ),
  ],
  [
    'a counter that goes on after its last value',
    counting(
      3,
      `(block $b (loop $o ${see(50)}
        (br_if $b (i32.eq (local.get 3) (i32.const 9)))
        (local.set 3 (i32.add (local.get 3) (i32.const 1)))
        (br_if $o ${step(-1)}) (br $o)))`,
    ),
  ],
  [
    'a counter of an outer loop, set in an inner one',
    counting(
      4,
      `(loop $o ${see(5)}
        (loop $i (local.set 3 (i32.add (local.get 3) (i32.const 1))) (br_if $o ${step(-1)})
          (local.set 1 (i32.const -1)) (br_if $i (i32.lt_s (local.get 3) (i32.const 3)))))`,
    ),
    [[0]],
  ],
  [
    'a counter with a first value on one way only',
    counting(
      0,
      `(loop $o (local.set 1 (local.get 0))
        (if (i32.eqz (local.get 3)) (then (local.set 1 (i32.const 3))))
        (loop $i ${see(50)} (br_if $i ${step(-1)}))
        (br_if $o (i32.lt_s (local.tee 3 (i32.add (local.get 3) (i32.const 1))) (i32.const 3))))`,
    ),
    [[5], [1]],
  ],
  [
    'a loop that counts, left early',
    counting(
      0,
      `(block $b (loop (br_if $b (i32.eq (local.get 1) (local.get 0))) (br_if 0 ${until(8, 1)})))`,
    ),
  ],
  [
    'a local that one branch sets',
    `(func (export "f") (param i32) (result i32) (local i32)
      (local.set 1 (i32.const 3)) (if (local.get 0) (then (local.set 1 (i32.const -5))) (else nop))
      (i32.lt_u (local.get 1) (i32.const 50)))`,
  ],
  [
    'a local that the other branch sets',
    `(func (export "f") (param i32) (result i32) (local i32) (local.set 1 (i32.const -3))
      (if (result i32) (local.get 0)
        (then (local.set 1 (i32.const 5)) (i32.lt_u (local.get 1) (i32.const 50)))
        (else (i32.lt_u (local.get 1) (i32.const 50)))))`,
  ],
  [
    'a local that a branch passes by',
    `(func (export "f") (param i32) (result i32) (local i32) (local.set 1 (i32.const -3))
      (block (br_if 0 (local.get 0)) (local.set 1 (i32.const 7)))
      (i32.lt_u (local.get 1) (i32.const 50)))`,
  ],
  [
    'a loop with a result behind its way back',
    `(func (export "f") (param i32) (result i32) (local i32) (loop (result i32)
      (local.set 1 (i32.add (local.get 1) (i32.const 3))) (local.get 1)
      (br_if 0 (i32.lt_s (local.get 1) (i32.const 10))) (i32.mul (i32.const 2))))`,
  ],
  [
    'a way back inside a block that is left',
    `(func (export "f") (param i32) (result i32) (local i32) (loop $l
      (local.set 1 (i32.add (local.get 1) (i32.const 3)))
      (block $b (br_if $b (i32.and (local.get 0) (i32.const 1)))
        (br_if $l (i32.lt_s (local.get 1) (i32.const 10)))))
      (local.get 1))`,
  ],
  [
    'instructions that are not reached',
    `(func (export "f") (param i32) (result i32) (local i32) (block $b (loop $l
      (br_if $b (i32.gt_s ${step(1)} (i32.const 5)))
      (br $l) (local.set 1 (i32.const 9)) (br_if $l (local.get 1))))
      (local.get 1))`,
  ],
  [
    'an if without else passes its parameters on',
    `(func (export "f") (param i32) (result i32 i64) (i32.const 5) (i64.const 7)
      (local.get 0) (if (param i32 i64) (result i32 i64)
        (then drop drop (i32.const 9) (i64.const -1))))`,
  ],
  [
    'else has the parameters that then has changed',
    `(func $id (param i32) (result i32) (local.get 0))
      (func (export "f") (param i32) (result i32) (call $id (i32.const 5))
        (local.get 0) (if (param i32) (result i32)
          (then (i32.add (i32.const 1)) (i32.mul (i32.const 3))) (else (i32.add (i32.const 2)))))`,
  ],
  [
    'a condition that sets what both branches read',
    `(func (export "f") (param i32) (result i32) (local i32)
      (if (result i32) (i32.lt_s (local.tee 1 (i32.add (local.get 0) (i32.const 1))) (i32.const 5))
        (then (i32.add (local.get 1) (i32.const 100))) (else (i32.sub (local.get 1) (local.get 0)))))`,
  ],
  [
    'an empty then whose condition sets a local',
    `(func (export "f") (param i32) (result i32) (local i32)
      (if (i32.lt_s (local.tee 1 (i32.sub (local.get 0) (i32.const 3))) (i32.const 0))
        (then) (else (local.set 1 (i32.add (local.get 1) (i32.const 77)))))
      (local.get 1))`,
  ],
  [
    'br_table with runs of equal labels, and negative indices',
    `(func (export "f") (param i32) (result i32)
      (block $a (block $b (block $c (br_table $a $a $b $b $a $c $a (local.get 0)))
        (return (i32.const 3))) (return (i32.const 2))) (i32.const 1))`,
  ],
  [
    'br_table back and out',
    `(func (export "f") (param i32) (result i32) (local i32) (loop $l
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))
      (block $x (br_table $l $x (i32.ge_s (local.get 1) (i32.const 4)))))
      (local.get 1))`,
  ],
  [
    'first values of locals that are set twice, from each other, and in a loop',
    `(func (export "f") (param i32) (result i32 i32 f64) (local i32 i32 f64)
      (local.set 1 (i32.const 5)) (local.set 2 (i32.const 6)) (local.set 1 (i32.const 7))
      (local.set 2 (local.get 1)) (local.set 0 (i32.const 3)) (local.set 3 (f64.const -0))
      (loop (local.set 1 (i32.const 9)) (local.set 0 (i32.add (local.get 0) (local.get 1)))
        (local.set 1 (i32.const 6)) (br_if 0 (i32.lt_s (local.get 0) (i32.const 20))))
      (i32.add (local.get 0) (local.get 1)) (local.get 2) (local.get 3))`,
  ],
];

for (const [name, text, calls = VALUES] of CASES) it(name, () => agree({ text, calls }));
