/** What is known of locals where, and what it is wrong to conclude. */
import { describe, expect, it } from 'vitest';
import { agree, singles } from './agree.js';
import { statements } from './compile.js';

const EDGES = singles([
  0, 1, 2, 3, 4, 5, 15, 16, 17, 99, 100, 101, -1, -2, -15, -16, -17, 0x7ffffffd, 0x7fffffff,
  -0x7fffffff, -0x80000000,
]);
const HEAD = '(memory 1 1) (global $g (mut i32) (i32.const 0))';
const add = (local: number, n: number): string => `(i32.add (local.get ${local}) (i32.const ${n}))`;
const text = (body: string, locals = ''): string =>
  statements(`${HEAD} (func (param i32) (result i32) ${locals} ${body})`);

describe('ranges', () => {
  it('follow from conditions', () => {
    const below = '(i32.lt_u (local.get 0) (i32.const 100))';
    expect(text(`(if ${below} (then (return ${add(0, 5)}))) ${add(0, 5)}`)).toBe(
      'if(x0<100&&x0>=0){\nreturn x0+5;\n}\nreturn x0+5|0;',
    );
    expect(text(`(block (br_if 0 ${below}) (return ${add(0, 5)})) ${add(0, 5)}`)).toContain(
      'return x0+5|0;\n}\nreturn x0+5;',
    );
  });

  it('follow from either of two ways', () => {
    const body = `(if (local.get 0) (then (local.set 1 (i32.const 7))) (else (local.set 1 (i32.const 9))))
      ${add(1, 1)}`;
    expect(text(body, '(local i32)')).toContain('return x1+1;');
    expect(text('(if (local.get 0) (then (local.set 0 (i32.const 7)))) (local.get 0)')).toContain(
      'return x0;',
    );
  });

  it('make a constant of a local', () => {
    expect(text(`${add(1, 5)} (local.set 1 (i32.const 0))`, '(local i32)')).toBe('return 5;');
    expect(
      text(`(if (i32.eq (local.get 0) (i32.const 3)) (then (return ${add(0, 4)}))) (i32.const 1)`),
    ).toBe('if(x0===3){\nreturn 7;\n}\nreturn 1;');
  });

  it('of a counter with its way out in the middle', () => {
    const body = `(loop $next
      (local.set 2 ${add(1, 1)})
      (if (i32.lt_u (local.get 1) (i32.const 49)) (then (local.set 1 (local.get 2)) (br $next))))
      (local.get 2)`;
    const made = text(body, '(local i32 i32)');
    expect(made).toContain('x2=x1+1;');
    expect(made).toContain('if(x1<49){');
  });

  it('of counters of nested loops that go down by a variable step', () => {
    const body = `(loop $outer
      (local.set 2 (i32.const 100))
      (loop $inner
        (i32.store8 (local.get 2) (i32.lt_u (local.get 2) (i32.const 50)))
        (br_if $inner (i32.gt_s (local.tee 2 (i32.sub (local.get 2) ${add(1, 1)})) (i32.const 0))))
      (br_if $outer (i32.ne (local.tee 1 ${add(1, 1)}) (i32.const 10))))
      (local.get 1)`;
    const made = text(body, '(local i32 i32)');
    expect(made).toContain('M.setInt8(x2,x2<50?1:0);');
    expect(made).toContain('}while((x2=x2-(x1+1))>0);');
  });

  it('not of what a loop adds up', () => {
    const body = `(loop $next
      (local.set 1 (i32.add (local.get 1) (local.get 2)))
      (br_if $next (i32.lt_u (local.tee 2 ${add(2, 1)}) (i32.const 100000))))
      (local.get 1)`;
    expect(text(body, '(local i32 i32)')).toContain('x1=x1+x2|0;');
  });
});

/** Loops end after some rounds: local 3 counts them. */
const rounds = (n: number): string =>
  `(i32.lt_u (local.tee 3 (i32.add (local.get 3) (i32.const 1))) (i32.const ${n}))`;
/** Adds to local 4 what shows whether a local is what it should be. */
const see = (local: number): string => `(local.set 4 (i32.add (i32.mul (local.get 4) (i32.const 31))
  (i32.add (i32.lt_u (local.get ${local}) (i32.const 16)) (i32.lt_s ${add(local, 7)} (i32.const 20)))))`;

describe('is right', () => {
  it.each([
    [
      'a counter that wraps around, up',
      `(loop $l ${see(1)} (local.set 1 ${add(1, 0x40000000)}) (br_if $l ${rounds(9)}))`,
    ],
    [
      'a counter that wraps around, down',
      `(loop $l ${see(1)} (local.set 1 ${add(1, -0x30000000)}) (br_if $l ${rounds(9)}))`,
    ],
    [
      'a counter that begins anywhere',
      `(local.set 1 (local.get 0)) (loop $l ${see(1)} (local.set 1 ${add(1, 1)}) (br_if $l ${rounds(5)}))`,
    ],
    [
      'a sum of a local that has changed since',
      `(local.set 1 ${add(0, 1)}) (local.set 0 (i32.const 3))
       (if (i32.lt_u (local.get 0) (i32.const 5)) (then ${see(1)})) ${see(1)}`,
    ],
    [
      'a sum that has wrapped around',
      `(local.set 1 ${add(0, -1)})
       (if (i32.lt_s (local.get 1) (i32.const 5)) (then ${see(0)}) (else ${see(0)}))
       (if (i32.lt_u (local.get 1) (i32.const 5)) (then ${see(0)}) (else ${see(0)}))
       (if (i32.gt_s ${add(0, -2)} (i32.const 5)) (then ${see(0)}) (else ${see(0)}))
       (if (i32.gt_u ${add(0, 16)} (i32.const 16)) (then ${see(0)}) (else ${see(0)}))`,
    ],
    [
      'a local that one of two ways sets',
      `(loop $l (if (i32.and (local.get 3) (i32.const 1)) (then (local.set 1 (local.get 0))))
         ${see(1)} (br_if $l ${rounds(4)}))`,
    ],
    [
      'two ways back with different values',
      `(loop $l ${see(1)} (local.set 1 (i32.const 9)) (br_if $l ${rounds(2)})
         (local.set 1 (i32.const -9)) (br_if $l ${rounds(4)}))`,
    ],
    [
      'a local that an inner loop sets to what the outer had not',
      `(loop $o (local.set 2 (i32.const 0))
         (loop $i ${see(1)} (local.set 1 (i32.sub (local.get 1) (local.get 2)))
           (br_if $i (i32.ne (local.tee 2 ${add(2, 1)}) (i32.const 3))))
         (br_if $o ${rounds(4)}))`,
    ],
    [
      'a branch out by a table',
      `(block (block (block (br_table 0 1 2 (local.get 0))) (local.set 1 (i32.const 3)) (br 1)) (local.set 1 (i32.const -3))) ${see(1)} ${see(0)}`,
    ],
    [
      'equal to a constant',
      `(if (i32.eq (local.get 0) (i32.const 16)) (then ${see(0)}) (else ${see(0)})) ${see(0)}`,
    ],
    [
      'not equal, and a negative limit',
      `(if (i32.lt_u (local.get 0) (i32.const -16)) (then ${see(0)}) (else ${see(0)})) (if (i32.ne (local.get 0) (i32.const -1)) (then ${see(0)}) (else ${see(0)}))`,
    ],
    [
      'compared with another local',
      `(local.set 1 (i32.const 16)) (if (local.get 0) (then (local.set 1 (i32.const 100)))) (if (i32.lt_u (local.get 0) (local.get 1)) (then ${see(0)}) (else ${see(0)})) (if (i32.gt_s (local.get 1) (local.get 0)) (then ${see(0)}) (else ${see(0)} ${see(1)}))`,
    ],
  ])('%s', (_, body) =>
    agree({
      text: `${HEAD} (func (export "f") (param i32) (result i32) (local i32 i32 i32 i32)
        ${body} (i32.add (local.get 4) (i32.mul (local.get 1) (i32.const 1000))))`,
      calls: EDGES,
    }),
  );
});
