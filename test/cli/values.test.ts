import { describe, expect, it } from 'vitest';
import { formatValue } from '../../src/cli/values/format-value.js';
import { parseValue } from '../../src/cli/values/parse-value.js';
import { type ValueTypeName, valueTypeOf } from '../../src/types/value-type.js';

const parse = (text: string, type: ValueTypeName): unknown => parseValue(text, valueTypeOf(type));

describe('parseValue', () => {
  it.each([
    ['42', 'i32', 42],
    ['-1', 'i32', -1],
    ['4294967295', 'i32', -1],
    ['0xFF', 'i32', 255],
    ['-0x80000000', 'i32', -2147483648],
    ['+7', 'i32', 7],
    ['18446744073709551615', 'i64', -1n],
    ['-9223372036854775808', 'i64', -(2n ** 63n)],
    ['0x10', 'i64', 16n],
    ['1.5e3', 'f64', 1500],
    ['.5', 'f64', 0.5],
    ['5.', 'f64', 5],
    ['0.1', 'f32', Math.fround(0.1)],
    ['-0', 'f64', -0],
    ['inf', 'f64', Infinity],
    ['-inf', 'f32', -Infinity],
    ['NaN', 'f64', NaN],
    ['0x1.8p1', 'f64', 3],
    ['-0x10', 'f64', -16],
    ['0x1p-1074', 'f64', 5e-324],
    ['null', 'externref', null],
  ] as const)('%s as %s', (text, type, value) => {
    expect(parse(text, type)).toBe(value);
  });

  it.each([
    ['', 'i32'],
    ['1.5', 'i32'],
    ['4294967296', 'i32'],
    ['-2147483649', 'i32'],
    ['1e3', 'i64'],
    ['1n', 'i64'],
    ['18446744073709551616', 'i64'],
    ['one', 'f64'],
    ['1_000', 'f64'],
    ['0x', 'f64'],
    ['undefined', 'funcref'],
  ] as const)('"%s" is not an %s', (text, type) => {
    expect(() => parse(text, type)).toThrow(`"${text}" is not an ${type} (`);
  });
});

describe('formatValue', () => {
  it.each([
    [-1, 'i32', '-1'],
    [-(2n ** 63n), 'i64', '-9223372036854775808'],
    [Math.fround(0.1), 'f32', '0.1'],
    [Math.fround(16777217), 'f32', '16777216'],
    [Math.fround(3.4028234663852886e38), 'f32', '3.4028235e+38'],
    [0.1, 'f64', '0.1'],
    [-0, 'f64', '-0'],
    [NaN, 'f32', 'nan'],
    [-Infinity, 'f64', '-inf'],
    [null, 'funcref', 'null'],
  ] as const)('%s as %s is %s', (value, type, text) => {
    expect(formatValue(value, valueTypeOf(type))).toBe(text);
  });

  it.each([0.1, 1 / 3, 1e-40, 1.1754943508222875e-38, 123456.789])(
    'reads back as the same f32: %d',
    (number) => {
      const value = Math.fround(number);
      expect(parse(formatValue(value, valueTypeOf('f32')), 'f32')).toBe(value);
    },
  );
});
