import { describe, expect, it } from 'vitest';
import { agree, EDGES32, pairs, singles } from '../agree.js';
import { statements } from '../compile.js';

const A = '(local.get 0)';
const B = '(local.get 1)';
const constant = (value: number | string): string => `(i32.const ${value})`;

/** What a function of two i32 returns. */
function returned(expression: string): string {
  const text = statements(`(func (param i32 i32) (result i32) ${expression})`);
  return /^return (.*);$/.exec(text)?.[1] ?? text;
}

/** A result in all its uses: as a value, a number whose zero has a sign, a condition, a sum. */
function used(expression: string): string {
  return `(func (export "f") (param i32 i32) (result i32 i32 i32 i64)
    ${expression}
    (i32.add ${expression} (i32.mul ${expression} (i32.const 7)))
    (if (result i32) ${expression} (then (i32.const 1)) (else (i32.const 0)))
    (i64.reinterpret_f64 (f64.convert_i32_s ${expression})))`;
}

describe('i32 instructions become', () => {
  it.each([
    // Sums of sums are brought back to 32 bits once.
    [`(i32.sub (i32.add ${A} ${B}) ${constant(5)})`, 'x0+x1-5|0'],
    [`(i32.add ${A} ${constant(-1)})`, '~-x0'],
    [`(i32.sub ${A} ${constant('0x80000000')})`, 'x0^-2147483648'],
    [`(i32.add ${constant('0x7fffffff')} ${constant(1)})`, '-2147483648'],
    // Products are imul only where a double would lose bits.
    [`(i32.mul ${A} ${constant(8)})`, 'x0<<3'],
    [`(i32.mul ${A} ${constant(10)})`, 'x0*10|0'],
    [`(i32.mul ${A} ${constant(5000)})`, 'imul(x0,5000)'],
    [`(i32.mul ${A} ${constant(0)})`, '0'],
    [
      `(i32.mul (i32.and ${A} ${constant(255)}) (i32.and ${B} ${constant(255)}))`,
      '(x0&255)*(x1&255)',
    ],
    // What is not negative needs no |0 after an unsigned shift.
    [`(i32.shr_u ${A} ${constant(3)})`, 'x0>>>3'],
    [`(i32.shr_u ${A} ${B})`, 'x0>>>x1|0'],
    [`(i32.shl ${A} ${constant(32)})`, 'x0'],
    [`(i32.rotl ${A} ${constant(5)})`, 'x0<<5|x0>>>27'],
    [`(i32.rotr ${A} ${B})`, 'x0<<-x1|x0>>>x1'],
    // Constant divisors need no test.
    [`(i32.div_s ${A} ${constant(3)})`, 'x0/3|0'],
    [`(i32.div_u ${A} ${constant(3)})`, '(x0>>>0)/3|0'],
    [`(i32.div_u ${A} ${constant(4)})`, 'x0>>>2'],
    [`(i32.rem_s ${A} ${constant(8)})`, 'x0%8|0'],
    [`(i32.rem_u ${A} ${constant(8)})`, 'x0&7'],
    [`(i32.rem_u (i32.and ${A} ${constant(255)}) ${constant(10)})`, '(x0&255)%10'],
    [`(i32.div_s ${A} ${constant(-1)})`, 'divS32(x0,-1)'],
    // Unsigned comparisons make no doubles.
    [`(i32.lt_u ${A} ${constant(100)})`, 'x0<100&&x0>=0?1:0'],
    [`(i32.ge_u ${A} ${constant(100)})`, 'x0>=100||x0<0?1:0'],
    [`(i32.lt_u ${A} ${constant(-100)})`, 'x0>=0||x0<-100?1:0'],
    [`(i32.lt_u ${constant(5)} ${A})`, 'x0>5||x0<0?1:0'],
    [`(i32.gt_u ${A} ${constant(0)})`, 'x0!==0?1:0'],
    [`(i32.lt_u ${A} ${B})`, '(x0^MIN)<(x1^MIN)?1:0'],
    [
      `(i32.lt_u (i32.and ${A} ${constant(255)}) (i32.and ${B} ${constant(255)}))`,
      '(x0&255)<(x1&255)?1:0',
    ],
    // A negation is the opposite comparison.
    [`(i32.eqz (i32.lt_s ${A} ${B}))`, 'x0>=x1?1:0'],
    [`(i32.eqz (i32.lt_u ${A} ${constant(9)}))`, 'x0>=9||x0<0?1:0'],
    [`(i32.eqz (i32.eqz ${A}))`, 'x0!==0?1:0'],
    // Booleans are numbers only where one is needed.
    [`(i32.add (i32.eqz ${A}) (i32.eq ${A} ${B}))`, '(!x0?1:0)+(x0===x1?1:0)'],
    [`(select ${A} ${B} (i32.lt_s ${A} ${B}))`, 'x0<x1?x0:x1'],
  ])('%s', (expression, text) => {
    expect(returned(expression)).toBe(text);
  });
});

const OPERATORS = [
  ...['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl', 'rotr'],
  ...['div_s', 'div_u', 'rem_s', 'rem_u'],
  ...['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'],
];

const CONSTANTS = [0, 1, 3, 10, 32, 33, 1024, 65_536, 0x40000000];

describe.each(OPERATORS)('i32.%s', (operator) => {
  it('of locals, and of one local twice', () => {
    const operation = `(i32.${operator} ${A} ${B})`;
    agree({ text: used(operation), calls: pairs(EDGES32) });
    agree({ text: used(`(i32.${operator} ${A} ${A})`), calls: pairs(EDGES32).slice(0, 32) });
  });

  it('of a local and a constant, on either side', () => {
    for (const value of [...CONSTANTS, ...CONSTANTS.map((one) => ~one)]) {
      const calls = EDGES32.map((edge) => [edge, 0]);
      agree({ text: used(`(i32.${operator} ${A} ${constant(value)})`), calls });
      agree({ text: used(`(i32.${operator} ${constant(value)} ${A})`), calls });
    }
  });

  it('of values in known ranges', () => {
    const narrow = `(i32.and ${A} ${constant(255)})`;
    const wide = `(i32.shr_u ${B} ${constant(1)})`;
    const negative = `(i32.sub ${narrow} ${constant(255)})`;
    for (const [a, b] of pairs([narrow, wide, negative])) {
      agree({
        text: used(`(i32.${operator} ${a} ${b})`),
        calls: pairs(EDGES32.filter((_, i) => i % 3 !== 0)),
      });
    }
  });

  it('of sums that 32 bits do not hold', () => {
    const sum = `(i32.add (i32.add ${A} ${B}) ${A})`;
    const product = `(i32.mul ${A} ${constant(1000)})`;
    for (const [a, b] of pairs([sum, product])) {
      agree({ text: used(`(i32.${operator} ${a} ${b})`), calls: pairs(EDGES32.slice(12)) });
    }
  });
});

it('sums of products stay exact', () => {
  let sum = A;
  for (let i = 0; i < 12; i++) {
    sum = `(i32.add (i32.mul ${sum} ${constant(1023)}) (i32.mul ${B} ${constant(1000)}))`;
  }
  agree({ text: used(sum), calls: pairs([0x7fffffff, -0x80000000, -1, 0x7ffffffe, 12345]) });
});

it.each(['eqz', 'clz', 'ctz', 'popcnt', 'extend8_s', 'extend16_s'])('i32.%s', (operator) => {
  const text = used(`(i32.${operator} (i32.sub ${A} ${B}))`);
  agree({ text, calls: pairs(EDGES32) });
  agree({ text: used(`(i32.${operator} (i32.eqz ${A}))`), calls: [[0, 0], ...pairs([1])] });
});

it('zero is no number with a sign', () => {
  const text = `(func (export "f") (param f64) (result i64)
    (i64.reinterpret_f64 (f64.convert_i32_s (i32.trunc_f64_s ${A}))))`;
  agree({ text, calls: singles([-0.5, 0.5, 0, -0, 2147483647.5, 2147483648, -2147483648.5]) });
});

it('a division that traps does so though its result is multiplied by zero', () => {
  const quotient = `(i32.div_s ${A} ${B})`;
  for (const expression of [
    `(i32.mul ${quotient} ${constant(0)})`,
    `(i32.and ${quotient} ${constant(0)})`,
    `(i32.rem_s ${quotient} ${constant(1)})`,
    `(i32.shl ${quotient} ${constant(32)})`,
    `(i32.or ${quotient} ${constant(-1)})`,
    `(i32.lt_u ${quotient} ${constant(0)})`,
    `(i32.ge_u ${quotient} ${constant(0)})`,
  ]) {
    agree({
      text: used(expression),
      calls: [
        [1, 0],
        [-0x80000000, -1],
        [7, 2],
      ],
    });
  }
});
