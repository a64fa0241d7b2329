import { describe, expect, it } from 'vitest';
import { agree, EDGES32, pairs, singles } from '../agree.js';
import { statements } from '../compile.js';

const A = '(local.get 0)';
const B = '(local.get 1)';

function returned(type: string, expression: string): string {
  const text = statements(`(func (param ${type} ${type} i32) (result ${type}) ${expression})`);
  return /return (.*);$/.exec(text)![1]!;
}

describe('float instructions become', () => {
  it.each([
    // Rounded where the f32 is needed.
    ['f32', `(f32.mul (f32.add ${A} ${B}) ${A})`, 'fround(fround(x0+x1)*x0)'],
    ['f32', `(f32.sqrt ${A})`, 'fround(sqrt(x0))'],
    ['f32', `(f32.add (f32.mul ${A} ${B}) (f32.const 0))`, 'fround(x0*x1)+0'],
    ['f32', `(f32.add ${A} (f32.const 0))`, 'fround(x0+0)'],
    ['f32', `(f32.demote_f64 (f64.promote_f32 ${A}))`, 'fround(x0)'],
    // A division by 1 makes doubles of what XS may hold as integers.
    ['f32', '(f32.convert_i32_u (local.get 2))', 'fround((x2>>>0)/1)'],
    ['f64', '(f64.mul (f64.convert_i32_s (local.get 2)) (f64.const 3))', 'x2/1*3'],
    ['f64', `(f64.mul (f64.convert_i32_s (local.get 2)) ${A})`, 'x2*x0'],
    ['f64', `(f64.add ${A} (f64.const -0))`, 'x0+-0'],
    ['f64', '(f64.const inf)', '1/0'],
    ['f32', '(f32.const nan:0x200000)', 'carryF32(2141192192)'],
    // With NaN only equality has an opposite.
    ['f64', `(f64.convert_i32_s (i32.eqz (f64.eq ${A} ${B})))`, '(x0!==x1?1:0)/1'],
    ['f64', `(f64.convert_i32_s (i32.eqz (f64.lt ${A} ${B})))`, '(!(x0<x1)?1:0)/1'],
  ])('%s: %s', (type, expression, text) => {
    expect(returned(type, expression)).toBe(text);
  });

  it('stores without a test what is no signalling NaN, and moves what is loaded', () => {
    const body = `(f32.store ${A} (f32.add (f32.load ${A}) (f32.const 1)))
      (f32.store offset=8 ${A} (f32.load ${A}))`;
    const text = statements(`(memory 1 1) (func (param i32) ${body})`);
    expect(text).toContain('M.setFloat32(x0,M.getFloat32(x0,true)+1,true);');
    expect(text).toContain('M.setInt32(x0+8,M.getInt32(x0,true),true);');
  });
});

const FLOATS = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 4294967295.5, 2147483647.5, -2147483648.9],
  ...[Infinity, -Infinity, NaN, 5e-324, 1.401298464324817e-45, 1.1754943508222875e-38, 16777217],
  ...[3.4028234663852886e38, 3.4028235677973366e38, 1.7976931348623157e308, 0.1, 9007199254740993],
];

describe.each(['f32', 'f64'])('%s', (type) => {
  it.each(['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign'])('%s', (operator) => {
    const operation = `(${type}.${operator} ${A} ${B})`;
    const sum = `(${type}.${operator} (${type}.add ${A} ${A}) (${type}.mul ${A} ${B}))`;
    const constant = `(${type}.${operator} ${A} (${type}.const 3))`;
    agree({
      text: `(func (export "f") (param ${type} ${type}) (result ${type} ${type} ${type})
        ${operation} ${sum} ${constant})`,
      calls: pairs(FLOATS),
    });
  });

  it.each(['sqrt', 'abs', 'neg', 'ceil', 'floor', 'trunc', 'nearest'])('%s', (operator) => {
    const operation = `(${type}.${operator} ${A})`;
    agree({
      text: `(func (export "f") (param ${type}) (result ${type} ${type} ${type})
        ${operation} (${type}.mul ${operation} (${type}.const 0)) (${type}.add ${operation} ${A}))`,
      calls: singles(FLOATS),
    });
  });

  it.each(['eq', 'ne', 'lt', 'gt', 'le', 'ge'])('%s, negated and in a branch', (operator) => {
    const operation = `(${type}.${operator} ${A} ${B})`;
    agree({
      text: `(func (export "f") (param ${type} ${type}) (result i32 i32 i32)
        ${operation} (i32.eqz ${operation})
        (if (result i32) (i32.eqz ${operation}) (then (i32.const 5)) (else (i32.const 6))))`,
      calls: pairs(FLOATS),
    });
  });

  it.each(['i32', 'i64'])('to %s', (integer) => {
    for (const sign of ['s', 'u']) {
      for (const name of ['trunc', 'trunc_sat']) {
        agree({
          text: `(func (export "f") (param ${type}) (result ${integer} f64)
            (${integer}.${name}_${type}_${sign} ${A})
            (f64.convert_${integer}_s (${integer}.${name}_${type}_${sign} ${A})))`,
          calls: singles(FLOATS),
        });
      }
    }
  });

  it('of i32: zeros have the sign that numbers have', () => {
    const [s, u] = [`(${type}.convert_i32_s ${A})`, `(${type}.convert_i32_u ${A})`];
    agree({
      text: `(func (export "f") (param i32) (result ${`${type} `.repeat(5)})
        ${s} ${u} (${type}.mul ${s} ${s}) (${type}.mul ${s} (${type}.const -3))
        (${type}.convert_i32_s (i32.mul ${A} (i32.const 0))))`,
      calls: singles(EDGES32),
    });
  });
});

const NANS = [0x7fa00000, 0x7fc00000, 0x7f800001, -1, -0x7fffff, 0x3f800000, -0x80000000, 0];

describe('the bits of a NaN', () => {
  const bits = (expression: string): string => `(i32.reinterpret_f32 ${expression})`;
  const load = '(f32.load (i32.const 0))';

  it('stay as they are when it is moved, or its sign changed', () => {
    const moved = [
      load,
      A.replace('0', '1'),
      `(call $id ${load})`,
      '(global.get $g)',
      `(select ${load} (f32.const 0) (i32.const 1))`,
      `(block (result f32) ${load} (br_if 0 (local.get 0)))`,
      `(f32.neg ${load})`,
      `(f32.abs (local.get 1))`,
      `(f32.copysign (local.get 1) (f32.neg (local.get 1)))`,
      '(f32.load (i32.const 4))',
      '(f32.load (i32.const 8))',
    ];
    agree({
      text: `(memory 1 1) (global $g (mut f32) (f32.const 0))
        (func $id (param f32) (result f32) (local.get 0))
        (func (export "f") (param i32) (result ${'i32 '.repeat(moved.length)}) (local f32)
          (i32.store (i32.const 0) (local.get 0)) (local.set 1 ${load}) (global.set $g ${load})
          (f32.store (i32.const 4) ${load}) (f32.store (i32.const 8) (local.get 1))
          ${moved.map(bits).join(' ')})`,
      calls: singles(NANS),
    });
  });

  it('are quiet after a conversion', () => {
    agree({
      text: `(memory 1 1) (func (export "f") (param i32) (result i32 i64 i32) (local f64)
        (i32.store (i32.const 0) (local.get 0)) (local.set 1 (f64.promote_f32 ${load}))
        ${bits(`(f32.demote_f64 (f64.promote_f32 ${load}))`)}
        (i64.reinterpret_f64 (local.get 1)) ${bits('(f32.demote_f64 (local.get 1))')})`,
      calls: singles(NANS),
    });
  });

  it('are not forgotten where a quiet one comes together with another', () => {
    const store = '(f32.store (i32.const 0) (local.get 2))';
    const set = '(local.set 2 (f32.reinterpret_i32 (local.get 0)))';
    const again = '(i32.lt_s (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (i32.const 3))';
    for (const body of [
      `(if (local.get 1) (then ${set})) ${store}`,
      `(block (br_if 0 (local.get 1)) ${set}) ${store}`,
      `(loop ${store} ${set} (br_if 0 ${again}))`,
    ]) {
      agree({
        text: `(memory 1 1) (func (export "f") (param i32 i32) (result i32) (local f32)
          (local.set 2 (f32.const 1)) ${body} (i32.load (i32.const 0)))`,
        calls: [
          [0x7fa00000, 0],
          [0x7fa00000, 1],
        ],
      });
    }
  });
});
