import { describe, expect, it } from 'vitest';
import { agree, EDGES32, EDGES64, pairs, singles } from '../agree.js';
import { statements } from '../compile.js';

const A = '(local.get 0)';
const B = '(local.get 1)';
const constant = (value: number | bigint | string): string => `(i64.const ${value})`;

/** The last lines of a function of two i64 that returns one. */
function returned(expression: string): string {
  const text = statements(`(func (param i64 i64) (result i64) ${expression})`);
  return text.replace(/^let .*\n/, '');
}

/** A result on the stack, and set to each of the operands' locals. */
function used(expression: string, also = ''): string {
  return `(func (export "f") (param i64 i64) (result i64 i64 i64) (local i64 i64)
    ${expression}
    (local.set 2 ${A}) (local.set 3 ${B})
    (local.set 0 ${expression}) ${A}
    (local.set 0 (local.get 2))
    (local.set 1 ${expression}) ${B})
    ${also}`;
}

describe('i64 instructions become', () => {
  it.each([
    // A carry is a comparison.
    [
      `(i64.add ${A} ${B})`,
      's0=x0+x1|0;t0=y0+y1+((s0^MIN)<(x1^MIN)?1:0)|0;\nthis.store.high=t0;return s0;',
    ],
    [
      `(i64.add ${A} ${constant(5)})`,
      's0=x0+5|0;t0=y0+(s0<5&&s0>=0?1:0)|0;\nthis.store.high=t0;return s0;',
    ],
    [`(i64.add ${A} ${constant('0x500000000')})`, 'this.store.high=y0+5|0;return x0;'],
    [
      `(i64.sub ${A} ${B})`,
      't0=y0-y1-((x0^MIN)<(x1^MIN)?1:0)|0;s0=x0-x1|0;\nthis.store.high=t0;return s0;',
    ],
    // Products of 16 bits and a small constant are integers.
    [
      `(i64.mul ${A} ${constant(10)})`,
      'j=(x0&65535)*10;k=(x0>>>16)*10+(j>>>16);t0=(k>>>16)+imul(y0,10)|0;s0=k<<16|j&65535;\n' +
        'this.store.high=t0;return s0;',
    ],
    [`(i64.mul ${A} ${B})`, 's0=mul64(x0,y0,x1,y1);t0=high;\nthis.store.high=t0;return s0;'],
    // Halves of constants that change nothing fall away.
    [`(i64.and ${A} ${constant(255)})`, 'this.store.high=0;return x0&255;'],
    [`(i64.or ${A} ${constant('0x100000000')})`, 'this.store.high=y0|1;return x0;'],
    // Constant distances.
    [`(i64.shl ${A} ${constant(5)})`, 'this.store.high=y0<<5|x0>>>27;return x0<<5;'],
    [`(i64.shr_u ${A} ${constant(32)})`, 'this.store.high=0;return y0;'],
    [`(i64.shr_s ${A} ${constant(40)})`, 'this.store.high=y0>>31;return y0>>8;'],
    [`(i64.shr_s ${A} ${constant(64)})`, 'this.store.high=y0;return x0;'],
    [`(i64.rotl ${A} ${constant(32)})`, 'this.store.high=x0;return y0;'],
    [`(i64.clz ${A})`, 'this.store.high=0;return y0?clz32(y0):32+clz32(x0);'],
    [`(i64.extend_i32_u (i64.eqz ${A}))`, 'this.store.high=0;return !(x0|y0)?1:0;'],
    [
      `(i64.extend_i32_u (i64.lt_s ${A} ${B}))`,
      'this.store.high=0;return (y0===y1?(x0^MIN)<(x1^MIN):y0<y1)?1:0;',
    ],
    // What has a high half is more than what has none.
    [
      `(i64.extend_i32_u (i64.lt_u ${A} ${constant(100)}))`,
      'this.store.high=0;return !y0&&(x0<100&&x0>=0)?1:0;',
    ],
    [
      `(i64.extend_i32_u (i64.le_u ${constant(1024)} ${A}))`,
      'this.store.high=0;return y0||x0>>>10!==0?1:0;',
    ],
    // What is not negative has a high half of zero.
    [
      `(i64.extend_i32_s (i32.shr_u (i32.wrap_i64 ${A}) (i32.const 1)))`,
      'this.store.high=0;return x0>>>1;',
    ],
  ])('%s', (expression, text) => {
    expect(returned(expression)).toBe(text);
  });
});

const OPERATORS = [
  ...['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl', 'rotr'],
  ...['div_s', 'div_u', 'rem_s', 'rem_u'],
];
const CONSTANTS = [0n, 1n, 3n, 31n, 32n, 33n, 63n, 64n, 65n, 0x7fffn, 0x8000n, 0x100000005n];

/** Numbers of which halves change places, so that results may be assigned to what is read. */
const SWAPPED = [
  A,
  `(i64.rotl ${A} ${constant(32)})`,
  `(i64.rotr ${B} ${constant(32)})`,
  `(i64.shr_u ${A} ${constant(32)})`,
  `(i64.shr_s ${B} ${constant(32)})`,
  `(i64.shl ${A} ${constant(32)})`,
];
const FEW64 = [0n, 1n, -1n, 0x80000000n, 0x1_00000000n, 0x7fffffff_ffffffffn, 0x12345678_fedcba98n];

describe.each(OPERATORS)('i64.%s', (operator) => {
  it('of locals, and of one local twice', () => {
    agree({ text: used(`(i64.${operator} ${A} ${B})`), calls: pairs(EDGES64) });
    agree({ text: used(`(i64.${operator} ${A} ${A})`), calls: EDGES64.map((x) => [x, 1n]) });
  });

  it('of a local and a constant, on either side', () => {
    for (const value of [...CONSTANTS, ...CONSTANTS.map((one) => ~one)]) {
      const calls = EDGES64.map((x) => [x, -x]);
      agree({ text: used(`(i64.${operator} ${A} ${constant(value)})`), calls });
      agree({ text: used(`(i64.${operator} ${constant(value)} ${B})`), calls });
    }
  });

  it('of halves that change places', () => {
    for (const [a, b] of pairs(SWAPPED)) {
      agree({ text: used(`(i64.${operator} ${a} ${b})`), calls: pairs(FEW64) });
    }
  });

  it('of operands on the stack, in variables of their own', () => {
    const identity = '(func $id (param i64) (result i64) (local.get 0))';
    const called = SWAPPED.map((x) => x.replace(/\(local\.get \d\)/, (x) => `(call $id ${x})`));
    for (const [a, b] of pairs(called).slice(0, 12)) {
      agree({ text: used(`(i64.${operator} ${a} ${b})`, identity), calls: pairs(FEW64) });
    }
  });
});

it.each(['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'])(
  'i64.%s, as a value and as a condition',
  (operator) => {
    const compared = (a: string, b: string): string =>
      `(func (export "f") (param i64 i64) (result i32 i32 i32)
        (i64.${operator} ${a} ${b})
        (i32.eqz (i64.${operator} ${a} ${b}))
        (if (result i32) (i64.${operator} ${a} ${b}) (then (i32.const 5)) (else (i32.const 6))))`;
    agree({ text: compared(A, B), calls: pairs(EDGES64) });
    for (const value of [0n, 1n, -1n, 0x80000000n, 0x7fffffffffffffffn, 0x100000000n]) {
      const calls = EDGES64.map((x) => [x, x]);
      agree({ text: compared(A, constant(value)), calls });
      agree({ text: compared(constant(value), B), calls });
    }
  },
);

it.each([
  ...['clz', 'ctz', 'popcnt', 'extend8_s', 'extend16_s', 'extend32_s'].map((op) => `i64.${op}`),
])('%s', (operator) => {
  agree({ text: used(`(${operator} ${A})`), calls: EDGES64.map((x) => [x, 3n]) });
  const swapped = `(${operator} (i64.rotl ${A} ${constant(32)}))`;
  agree({ text: used(swapped), calls: EDGES64.map((x) => [x, 3n]) });
});

it('to and from i32 and floats', () => {
  const wrapped = `(i32.wrap_i64 (i64.shr_u ${A} ${constant(32)}))`;
  agree({
    text: `(func (export "f") (param i64) (result i32 i64 i64 i64 f64 f64 f32 f32)
      (i32.wrap_i64 ${A}) (i64.extend_i32_s ${wrapped}) (i64.extend_i32_u ${wrapped})
      (i64.extend_i32_s (i32.eqz ${wrapped}))
      (f64.convert_i64_s ${A}) (f64.convert_i64_u ${A})
      (f32.convert_i64_s ${A}) (f32.convert_i64_u ${A}))`,
    calls: singles([...EDGES64, 0x7fffff4000000001n, 0x8000004000000001n, 0x20000000000001n]),
  });
  agree({
    text: `(func (export "f") (param i32) (result i64 i64)
      (i64.extend_i32_s ${A}) (i64.extend_i32_u ${A}))`,
    calls: singles(EDGES32),
  });
});

it('a difference that a variable of its own half is subtracted from', () => {
  // x = (x >>> 32) - 5: the high half is the low one of what is subtracted from.
  const body = `(local.set 0 (i64.sub (i64.shr_u ${A} ${constant(32)}) ${constant(5)}))`;
  expect(statements(`(func (param i64) ${body})`)).toContain('k=y0-5|0;y0=');
});
