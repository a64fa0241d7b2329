/**
 * Instructions on i64: a pair of int32, the low half in a slot's first cell and the high half in
 * its second. BigInt costs XS over 6,000 cycles an operation (xs-facts).
 * https://webassembly.github.io/spec/core/exec/numerics.html
 */
import type { Instructions } from './instructions.js';

/** Bitwise operations work on the halves apart. */
function bitwise(operator: string): string {
  return (
    `i = {a}; j = {b}; k = {c}; ` +
    `R[i] = R[j] ${operator} R[k]; R[i + 1] = R[j + 1] ${operator} R[k + 1];`
  );
}

/** Comparisons: the others are these with the operands exchanged. */
const COMPARISONS: Readonly<Record<string, string>> = {
  i64_eq: 'R[j] === R[k] && R[j + 1] === R[k + 1]',
  i64_ne: 'R[j] !== R[k] || R[j + 1] !== R[k + 1]',
  i64_lt_s: '(x = R[j + 1]) === (y = R[k + 1]) ? (R[j] ^ MIN) < (R[k] ^ MIN) : x < y',
  i64_ge_s: '(x = R[j + 1]) === (y = R[k + 1]) ? (R[j] ^ MIN) >= (R[k] ^ MIN) : x > y',
  i64_lt_u:
    '(x = R[j + 1]) === (y = R[k + 1]) ? (R[j] ^ MIN) < (R[k] ^ MIN) : (x ^ MIN) < (y ^ MIN)',
  i64_ge_u:
    '(x = R[j + 1]) === (y = R[k + 1]) ? (R[j] ^ MIN) >= (R[k] ^ MIN) : (x ^ MIN) > (y ^ MIN)',
};

/** Operations that a function of numeric/i64 does: the low half returned, the high half in `high`. */
const CALLED: Readonly<Record<string, string>> = {
  i64_mul: 'mul64',
  i64_div_s: 'divS64',
  i64_div_u: 'divU64',
  i64_rem_s: 'remS64',
  i64_rem_u: 'remU64',
};

/** Shifts: the function, given both halves and the distance. */
const SHIFTS: Readonly<Record<string, string>> = {
  i64_rotl: 'rotl64',
  i64_rotr: 'rotr64',
};

/**
 * Shifts by `n` in 0 to 63 of the pair x (low), y (high), into R[i], R[i + 1].
 */
const SHIFT_BODIES: Readonly<Record<string, string>> = {
  i64_shl:
    'if (t === 0) { R[i] = x; R[i + 1] = y; } ' +
    'else if (t < 32) { R[i] = x << t; R[i + 1] = (y << t) | (x >>> (32 - t)); } ' +
    'else { R[i] = 0; R[i + 1] = x << t; }',
  i64_shr_s:
    'if (t === 0) { R[i] = x; R[i + 1] = y; } ' +
    'else if (t < 32) { R[i] = (x >>> t) | (y << (32 - t)); R[i + 1] = y >> t; } ' +
    'else { R[i] = y >> t; R[i + 1] = y >> 31; }',
  i64_shr_u:
    'if (t === 0) { R[i] = x; R[i + 1] = y; } ' +
    'else if (t < 32) { R[i] = (x >>> t) | (y << (32 - t)); R[i + 1] = y >>> t; } ' +
    'else { R[i] = y >>> t; R[i + 1] = 0; }',
};

function rows(): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, condition] of Object.entries(COMPARISONS)) {
    result[name] = `j = {b}; k = {c}; R[{a}] = (${condition}) ? 1 : 0;`;
  }
  for (const [name, helper] of Object.entries(CALLED)) {
    result[name] =
      `i = {a}; j = {b}; k = {c}; R[i] = ${helper}(R[j], R[j + 1], R[k], R[k + 1]); R[i + 1] = high;`;
  }
  for (const [name, helper] of Object.entries(SHIFTS)) {
    result[name] =
      `i = {a}; j = {b}; R[i] = ${helper}(R[j], R[j + 1], R[{c}] & 63); R[i + 1] = high;`;
  }
  for (const [name, body] of Object.entries(SHIFT_BODIES)) {
    const operands = 'i = {a}; j = {b}; x = R[j]; y = R[j + 1];';
    result[name] = `${operands} t = R[{c}] & 63; ${body}`;
    result[`${name}_c`] = `${operands} t = {u8}; ${body}`;
  }
  return result;
}

export const I64: Instructions = {
  // Without a carry the low sum is not below either operand, as unsigned numbers.
  i64_add:
    'i = {a}; j = {b}; k = {c}; y = R[k]; x = (R[j] + y) | 0; ' +
    't = R[j + 1] + R[k + 1]; if ((x ^ MIN) < (y ^ MIN)) t++; R[i] = x; R[i + 1] = t;',
  i64_sub:
    'i = {a}; j = {b}; k = {c}; x = R[j]; y = R[k]; ' +
    't = R[j + 1] - R[k + 1]; if ((x ^ MIN) < (y ^ MIN)) t--; R[i] = x - y; R[i + 1] = t;',
  i64_and: bitwise('&'),
  i64_or: bitwise('|'),
  i64_xor: bitwise('^'),
  ...rows(),
  i64_eqz: 'j = {b}; R[{a}] = (R[j] | R[j + 1]) === 0 ? 1 : 0;',
  i64_clz:
    'i = {a}; j = {b}; y = R[j + 1]; R[i] = y === 0 ? 32 + clz32(R[j]) : clz32(y); R[i + 1] = 0;',
  i64_ctz:
    'i = {a}; j = {b}; x = R[j]; R[i] = x === 0 ? 32 + ctz32(R[j + 1]) : ctz32(x); R[i + 1] = 0;',
  i64_popcnt: 'i = {a}; j = {b}; R[i] = popcnt32(R[j]) + popcnt32(R[j + 1]); R[i + 1] = 0;',
  i64_extend8_s: 'i = {a}; x = (R[{b}] << 24) >> 24; R[i] = x; R[i + 1] = x >> 31;',
  i64_extend16_s: 'i = {a}; x = (R[{b}] << 16) >> 16; R[i] = x; R[i + 1] = x >> 31;',
  i64_extend_i32_s: 'i = {a}; x = R[{b}]; R[i] = x; R[i + 1] = x >> 31;',
  i64_extend_i32_u: 'i = {a}; R[i] = R[{b}]; R[i + 1] = 0;',
};
