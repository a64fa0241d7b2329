/** Calls that a function need not make of itself. */
import { describe, expect, it } from 'vitest';
import { agree, singles } from './agree.js';
import { statements } from './compile.js';

const call = (n: number): string => `(call $f (i32.sub (local.get 0) (i32.const ${n})))`;
const SUM = `(i32.add ${call(1)} ${call(2)})`;
const IS_BASE = '(i32.lt_s (local.get 0) (i32.const 2))';
const made = (body: string, locals = ''): string =>
  statements(`(func $f (param i32) (result i32) ${locals} ${body})`);

const SMALL = singles([-2, -1, 0, 1, 2, 3, 5, 9]);

const FORMS: readonly (readonly [name: string, body: string, value: string])[] = [
  ['returns', `(if ${IS_BASE} (then (return (local.get 0)))) ${SUM}`, 's0'],
  ['has a value', `(if (result i32) ${IS_BASE} (then (i32.const 7)) (else ${SUM}))`, '7'],
  [
    'goes behind a block',
    `(local.set 1 (i32.const 4)) (block (br_if 0 ${IS_BASE}) (local.set 1 ${SUM}))
      (i32.add (local.get 1) (i32.const 1))`,
    '5',
  ],
  [
    'falls through',
    `(if ${IS_BASE} (then (local.set 0 (i32.add (local.get 0) (i32.const 3)))) (else (local.set 0 ${SUM})))
      (local.get 0)`,
    's0+3|0',
  ],
  [
    'is zero',
    `(if (i32.eqz (local.get 0)) (then (return (i32.const 1)))) (i32.add (local.get 0) ${call(1)})`,
    '1',
  ],
];

describe('a base case that', () => {
  it.each(FORMS)('%s is not called for', (_, body, value) => {
    const text = made(body, '(local i32)');
    expect(text).toContain(`?this.f0(s`);
    expect(text).toContain(`d):${value}`);
  });

  it.each(FORMS)('%s gives the same results', (_, body) =>
    agree({
      text: `(func $f (export "f") (param i32) (result i32) (local i32) ${body})`,
      calls: SMALL.filter(([n]) => Number(n) >= 0),
    }),
  );

  it.each([
    [
      'does something first',
      `(global.set $g (i32.const 1)) (if ${IS_BASE} (then (return (local.get 0)))) ${SUM}`,
    ],
    [
      'does something',
      `(if ${IS_BASE} (then (global.set $g (local.get 0)) (return (local.get 0)))) ${SUM}`,
    ],
    [
      'compares a changed value',
      `(local.set 0 (i32.add (local.get 0) (i32.const 1))) (if ${IS_BASE} (then (return (local.get 0)))) ${SUM}`,
    ],
    ['loops', `(loop (if ${IS_BASE} (then (return (local.get 0))))) ${SUM}`],
    ['reads a global', `(if ${IS_BASE} (then (return (global.get $g)))) ${SUM}`],
  ])('%s is called', (_, body) => {
    const text = statements(
      `(global $g (mut i32) (i32.const 0)) (func $f (param i32) (result i32) ${body})`,
    );
    expect(text).not.toContain('?this.f0');
    expect(text).toContain('this.f0(');
  });

  it('would take fuel is called', () => {
    const body = `(if ${IS_BASE} (then (return (local.get 0)))) ${SUM}`;
    const text = statements(`(func $f (param i32) (result i32) ${body})`, { fuel: true });
    expect(text).not.toContain('?this.f0');
  });

  it('has other arguments with effects evaluates them', () =>
    agree({
      text: `(global $g (mut i32) (i32.const 0))
        (func $next (result i32) (global.set $g (i32.add (global.get $g) (i32.const 1))) (global.get $g))
        (func $f (param i32 i32) (result i32)
          (if ${IS_BASE} (then (return (local.get 0))))
          (i32.add (call $f (i32.sub (local.get 0) (i32.const 1)) (call $next))
            (call $f (i32.sub (local.get 0) (i32.const 2)) (call $next))))
        (func (export "f") (param i32) (result i32) (call $f (local.get 0) (i32.const 0)))
        (func (export "after") (result i32) (global.get $g))`,
      calls: SMALL,
    }));
});
