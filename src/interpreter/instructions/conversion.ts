/**
 * Conversions between number types. Wrapping and reinterpreting need no instruction: the cells
 * already hold the result.
 * https://webassembly.github.io/spec/core/exec/numerics.html#conversions
 */
import type { Instructions } from './instructions.js';

/** Truncations: the trapping and the saturating one, from either float type. */
function truncations(): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [type, operand] of [
    ['f32', 'F[{b}]'],
    ['f64', 'D[{B}]'],
  ] as const) {
    for (const sign of ['s', 'u'] as const) {
      const letter = sign.toUpperCase();
      for (const [kind, infix] of [
        ['trunc', ''],
        ['trunc_sat', 'Sat'],
      ] as const) {
        result[`i32_${kind}_${type}_${sign}`] = `R[{a}] = trunc${infix}${letter}32(${operand});`;
        result[`i64_${kind}_${type}_${sign}`] =
          `i = {a}; R[i] = trunc${infix}${letter}64(${operand}); R[i + 1] = high;`;
      }
    }
  }
  return result;
}

export const CONVERSION: Instructions = {
  ...truncations(),
  f32_convert_i32_s: 'F[{a}] = R[{b}];',
  f32_convert_i32_u: 'F[{a}] = R[{b}] >>> 0;',
  f32_convert_i64_s: 'j = {b}; F[{a}] = convertS64ToF32(R[j], R[j + 1]);',
  f32_convert_i64_u: 'j = {b}; F[{a}] = convertU64ToF32(R[j], R[j + 1]);',
  f32_demote_f64: 'F[{a}] = D[{B}];',
  f64_convert_i32_s: 'D[{A}] = R[{b}];',
  f64_convert_i32_u: 'D[{A}] = R[{b}] >>> 0;',
  f64_convert_i64_s: 'j = {b}; D[{A}] = R[j + 1] * 4294967296 + (R[j] >>> 0);',
  f64_convert_i64_u: 'j = {b}; D[{A}] = (R[j + 1] >>> 0) * 4294967296 + (R[j] >>> 0);',
  f64_promote_f32: 'D[{A}] = F[{b}];',
};
