/**
 * Instructions on i32. The results are stored through an Int32Array, which wraps; no `| 0` needed.
 * https://webassembly.github.io/spec/core/exec/numerics.html
 */
import type { Instructions } from './instructions.js';

/**
 * Binary operations: the expression of operands x and y, and which 8-bit constant may stand for y:
 * signed, unsigned or none.
 */
const BINARY: Readonly<Record<string, readonly [expression: string, constant: 's8' | 'u8' | '']>> =
  {
    i32_add: ['x + y', 's8'],
    i32_sub: ['x - y', ''],
    i32_mul: ['imul(x, y)', 'u8'],
    i32_and: ['x & y', 'u8'],
    i32_or: ['x | y', 'u8'],
    i32_xor: ['x ^ y', 'u8'],
    i32_shl: ['x << y', 'u8'],
    i32_shr_s: ['x >> y', 'u8'],
    i32_shr_u: ['x >>> y', 'u8'],
  };

/** Operations whose second operand may also be a constant of 32 bits in the next word. */
const WORD_CONSTANT: readonly string[] = ['i32_add', 'i32_mul', 'i32_and', 'i32_xor'];

/**
 * Comparisons: the condition. The others are these with the operands exchanged. `MIN` flips the
 * sign bit, which orders unsigned numbers as signed ones without making a double.
 */
const COMPARISONS: Readonly<Record<string, string>> = {
  i32_eq: 'x === y',
  i32_ne: 'x !== y',
  i32_lt_s: 'x < y',
  i32_ge_s: 'x >= y',
  i32_lt_u: '(x ^ MIN) < (y ^ MIN)',
  i32_ge_u: '(x ^ MIN) >= (y ^ MIN)',
};

const substitute = (expression: string, x: string, y: string): string =>
  expression.replace(/\b[xy]\b/g, (name) => (name === 'x' ? x : y));

function binaryRows(): Record<string, string> {
  const rows: Record<string, string> = {};
  for (const [name, [expression, constant]] of Object.entries(BINARY)) {
    rows[name] = `R[{a}] = ${substitute(expression, 'R[{b}]', 'R[{c}]')};`;
    if (constant !== '') {
      const body = `R[{a}] = ${substitute(expression, 'R[{b}]', `{${constant}}`)};`;
      rows[`${name}_c`] = body;
    }
  }
  for (const name of WORD_CONSTANT) {
    const body = `R[{a}] = ${substitute(BINARY[name]![0], 'R[{b}]', '{next}')};`;
    rows[`${name}_w`] = body;
  }
  for (const [name, condition] of Object.entries(COMPARISONS)) {
    rows[name] = `R[{a}] = ${substitute(condition, 'R[{b}]', 'R[{c}]')} ? 1 : 0;`;
    rows[`${name}_c`] = `R[{a}] = ${substitute(condition, 'R[{b}]', '{s8}')} ? 1 : 0;`;
    rows[`br_${name}`] = `if (${substitute(condition, 'R[{a}]', 'R[{b}]')}) pc += {s8};`;
    rows[`br_${name}_c`] = `if (${substitute(condition, 'R[{a}]', '{b8}')}) pc += {s8};`;
    rows[`br_${name}_far`] =
      `if (${substitute(condition, 'R[{a}]', 'R[{b}]')}) pc = code[pc]!; else pc++;`;
    rows[`br_${name}_c_far`] =
      `if (${substitute(condition, 'R[{a}]', '{s16}')}) pc = code[pc]!; else pc++;`;
  }
  return rows;
}

export const I32: Instructions = {
  /** Offsets into the shadow stack, multiples of four most of them. */
  i32_add_c4: 'R[{a}] = R[{b}]! + {u8x4};',
  ...binaryRows(),
  i32_rotl: 'x = R[{b}]; y = R[{c}]; R[{a}] = (x << y) | (x >>> -y);',
  i32_rotr: 'x = R[{b}]; y = R[{c}]; R[{a}] = (x >>> y) | (x << -y);',
  i32_eqz: 'R[{a}] = R[{b}] === 0 ? 1 : 0;',
  i32_clz: 'R[{a}] = clz32(R[{b}]);',
  i32_ctz: 'R[{a}] = ctz32(R[{b}]);',
  i32_popcnt: 'R[{a}] = popcnt32(R[{b}]);',
  i32_extend8_s: 'R[{a}] = (R[{b}] << 24) >> 24;',
  i32_extend16_s: 'R[{a}] = (R[{b}] << 16) >> 16;',
  i32_div_s: 'R[{a}] = divS32(R[{b}], R[{c}]);',
  i32_div_u: 'R[{a}] = divU32(R[{b}], R[{c}]);',
  i32_rem_s: 'R[{a}] = remS32(R[{b}], R[{c}]);',
  i32_rem_u: 'R[{a}] = remU32(R[{b}], R[{c}]);',
};
