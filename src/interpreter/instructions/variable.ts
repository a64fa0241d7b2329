/**
 * Moves between slots, constants, globals, and the accesses of wide frames.
 * https://webassembly.github.io/spec/core/exec/instructions.html#variable-instructions
 */
import type { Instructions } from './instructions.js';

export const VARIABLE: Instructions = {
  move32: 'R[{a}] = R[{b}];',
  move64: 'i = {a}; j = {b}; R[i] = R[j]; R[i + 1] = R[j + 1];',
  /** Into neighbouring slots. */
  move32_pair: 'i = {a}; R[i] = R[{b}]!; R[i + 2] = R[{c}]!;',
  move_ref: 'refs[{A}] = refs[{B}];',

  /** Several neighbours at once: from the slot in the low half of the next word, to that in `u16`. */
  move_many:
    'i = {next}; moveArguments(store, fp + ((i & 0xffff) << 1), fp + ({u16} << 1), i >>> 16);',

  /** A frame of more than 256 slots reaches the upper ones through a slot below. */
  get_wide: 'i = {a}; j = fp + ({u16} << 1); R[i] = R[j]; R[i + 1] = R[j + 1];',
  set_wide: 'i = {a}; j = fp + ({u16} << 1); R[j] = R[i]; R[j + 1] = R[i + 1];',
  get_wide_ref: 'refs[{A}] = refs[fh + {u16}];',
  set_wide_ref: 'refs[fh + {u16}] = refs[{A}];',

  const16: 'R[{a}] = {s16};',
  const32: 'R[{a}] = {next};',
  /** The upper half of the word, as many f32 have. */
  const32_high: 'R[{a}] = w & -65536;',
  const64_16: 'i = {a}; R[i] = x = {s16}; R[i + 1] = x >> 31;',
  const64_32: 'i = {a}; R[i] = x = {next}; R[i + 1] = x >> 31;',
  /** The upper quarter of the value, as many f64 have. */
  const64_high: 'i = {a}; R[i] = 0; R[i + 1] = w & -65536;',
  const64: 'i = {a}; R[i] = {next}; R[i + 1] = {next};',

  /** Locals that a call must find zero: the slots from `u16` on, as many as a or the next word says. */
  zero: 'i = fp + ({u16} << 1); R.fill(0, i, i + ((w >> 7) & 510));',
  zero_many: 'i = fp + ({u16} << 1); R.fill(0, i, i + ({next} << 1));',
  zero_refs: 'i = fh + {u16}; for (j = i + {next}; i < j; i++) refs[i] = null;',

  /** The first operand stays where it is unless the condition, c, is zero. */
  choose32: 'if (R[{c}] === 0) R[{a}] = R[{b}]!;',
  choose64: 'if (R[{c}] === 0) { i = {a}; j = {b}; R[i] = R[j]!; R[i + 1] = R[j + 1]!; }',
  /** The third operand, the condition, is in the next word, as a slot. */
  select32: 'R[{a}] = R[fp + ({next} << 1)] !== 0 ? R[{b}] : R[{c}];',
  select64:
    'i = {a}; j = R[fp + ({next} << 1)] !== 0 ? {b} : {c}; R[i] = R[j]; R[i + 1] = R[j + 1];',
  select_ref: 'refs[{A}] = R[fp + ({next} << 1)] !== 0 ? refs[{B}] : refs[{C}];',

  /** Globals that only this instance sees: their bits, or the reference, in the instance's array. */
  global_get32: 'R[{a}] = globals[{u16}];',
  global_get64: 'i = {a}; j = {u16}; R[i] = globals[j]; R[i + 1] = globals[j + 1];',
  global_get_ref: 'refs[{A}] = globals[{u16}];',
  global_set32: 'globals[{u16}] = R[{a}];',
  global_set32_c: 'globals[{u16}] = (w << 16) >> 24;',
  global_set64: 'i = {a}; j = {u16}; globals[j] = R[i]; globals[j + 1] = R[i + 1];',
  global_set_ref: 'globals[{u16}] = refs[{A}];',
  /** Globals that others may see, as `Global`; a narrow one's upper half is nothing. */
  shared_get: 'i = {a}; o = globals[{u16}]; R[i] = o.low; R[i + 1] = o.high;',
  shared_get_ref: 'refs[{A}] = globals[{u16}].low;',
  shared_set: 'i = {a}; o = globals[{u16}]; o.low = R[i]; o.high = R[i + 1];',
  shared_set_ref: 'globals[{u16}].low = refs[{A}];',
};
