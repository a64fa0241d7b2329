/**
 * Instructions on f32 and f64. A store through `F` rounds to f32, and `F` and `D` load doubles
 * that are never of XS's integer kind, so that zeros keep their signs. What must keep or change
 * single bits (NaN payloads, signs) works on the cells of `R`.
 * https://webassembly.github.io/spec/core/exec/numerics.html#floating-point-operations
 */
import type { Instructions } from './instructions.js';

/** The array and the three fields of a type. */
const TYPES = {
  f32: { array: 'F', a: '{a}', b: '{b}', c: '{c}' },
  f64: { array: 'D', a: '{A}', b: '{B}', c: '{C}' },
} as const;

function rows(): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [type, { array, a, b, c }] of Object.entries(TYPES)) {
    const operators = { add: '+', sub: '-', mul: '*', div: '/' };
    for (const [name, operator] of Object.entries(operators)) {
      result[`${type}_${name}`] = `${array}[${a}] = ${array}[${b}] ${operator} ${array}[${c}];`;
    }
    // gt and ge are lt and le with the operands exchanged; NaN makes all but ne false.
    const comparisons = { eq: '===', ne: '!==', lt: '<', le: '<=' };
    for (const [name, operator] of Object.entries(comparisons)) {
      result[`${type}_${name}`] = `R[{a}] = ${array}[${b}] ${operator} ${array}[${c}] ? 1 : 0;`;
    }
    for (const name of ['min', 'max']) {
      result[`${type}_${name}`] = `${array}[${a}] = ${name}Float(${array}[${b}], ${array}[${c}]);`;
    }
    for (const name of ['ceil', 'floor', 'trunc', 'nearest']) {
      result[`${type}_${name}`] = `${array}[${a}] = ${name}Float(${array}[${b}]);`;
    }
    result[`${type}_sqrt`] = `${array}[${a}] = sqrt(${array}[${b}]);`;
  }
  return result;
}

export const FLOAT: Instructions = {
  ...rows(),
  f32_abs: 'R[{a}] = R[{b}] & MAX;',
  f32_neg: 'R[{a}] = R[{b}] ^ MIN;',
  f32_copysign: 'R[{a}] = (R[{b}] & MAX) | (R[{c}] & MIN);',
  f64_abs: 'i = {a}; j = {b}; R[i] = R[j]; R[i + 1] = R[j + 1] & MAX;',
  f64_neg: 'i = {a}; j = {b}; R[i] = R[j]; R[i + 1] = R[j + 1] ^ MIN;',
  f64_copysign:
    'i = {a}; j = {b}; x = R[{c} + 1]; R[i] = R[j]; R[i + 1] = (R[j + 1] & MAX) | (x & MIN);',
};
