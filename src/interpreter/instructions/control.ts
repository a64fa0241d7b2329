/**
 * Branches, calls, returns, fuel. Distances count words from the one after the instruction.
 *
 * A call sets `i` (the callee's frame, a cell), `t` (where to return to), `j` (the caller's frame)
 * and `z` (the callee's entry), and goes to the beginning of the outer loop, which enters the
 * function. Where it may not be one of this instance, it is `o` that is set, and what leaves the
 * inner loop; see {@link ELSEWHERE}.
 * https://webassembly.github.io/spec/core/exec/instructions.html#control-instructions
 */
import { TrapCode } from '../../errors/trap-code.js';
import type { Instructions } from './instructions.js';

/** Leaves the frame whose return slot is in `k`. */
const LEAVE = 'pc = R[k]; fp = R[k + 1]; fh = fp >> 1; if (pc < 0) { o = undefined; break; }';

/**
 * What stands behind the inner loop. First `o` is called, if it is anything: a function of this
 * instance by its index, or a function instance. One in another instance is entered after `instance`
 * and what hangs on it were exchanged; its return address is CROSS, the true one stands on
 * `store.callers`. Then functions return whose callers are not in this instance. It stands here once,
 * because in each place it would take 2 KB more of XS's bytecode.
 */
export const ELSEWHERE =
  'if (o !== undefined) { ' +
  "if (typeof o === 'number') { z = code[o]!; continue enter; } " +
  'if (o.instance !== undefined) { ' +
  'if (t >= 0) { store.pushCaller(instance, t); t = CROSS; } ' +
  'instance = o.instance; code = instance.module.code; globals = instance.globals; ' +
  'view = viewOf(instance); z = code[o.index - instance.module.importedFunctions]!; continue enter; } ' +
  // After a tail call, the caller of the function that made it goes on, or catches.
  'pc = t; fp = j; fh = fp >> 1; ' +
  'callHost(store, o, i); R = store.cells; F = store.floats; D = store.doubles; ' +
  'limit = R.length; view = viewOf(instance); } ' +
  'if (pc < 0) { if (pc === EXIT) return; ' +
  'k = store.callerTop -= 2; instance = callers[k] as Instance; pc = callers[k + 1] as number; ' +
  'code = instance.module.code; globals = instance.globals; view = viewOf(instance); }';

/**
 * A tail call takes the frame of the function that makes it: `y` words say where its return slot
 * is and how many arguments move down, then its caller's return address and frame are handed on.
 */
const REPLACE =
  'y = {next}; k = fp + ((y >>> 16) << 1); t = R[k]; j = R[k + 1]; ' +
  'moveArguments(store, i, fp, y & 0xffff); i = fp;';

export const CONTROL: Instructions = {
  /**
   * With something in s24 it stands in place of the first instruction of a function that is compiled,
   * and that is the function's index plus one, less the imports' number.
   */
  unreachable:
    `x = {s24}; if (x === 0) throw trap(${TrapCode.Unreachable}); ` +
    'k = enterCompiled(store, instance, x - 1, fp); R = store.cells; F = store.floats; ' +
    `D = store.doubles; limit = R.length; view = viewOf(instance); ${LEAVE}`,
  br: 'pc += {s24};',
  br_nez: 'if (R[{a}] !== 0) pc += {s16};',
  br_eqz: 'if (R[{a}] === 0) pc += {s16};',
  br_table: 'x = R[{a}]; y = {next}; if (x < 0 || x > y) x = y; pc = code[pc + x]!;',

  call: 'i = {a}; j = fp; t = pc; z = code[{u16}]!; continue enter;',
  call_import: `i = {a}; j = fp; t = pc; o = instance.functions[{u16}]!; break;`,
  call_far: `i = fp + ({u16} << 1); j = fp; x = {next}; t = pc; o = callee(instance, x); break;`,
  call_indirect:
    'i = fp + ({u16} << 1); j = fp; x = R[{a}]; y = {next}; z = {next}; t = pc; ' +
    `o = indirect(instance, z, x, y, i); break;`,
  return_call: `i = fp + ({u16} << 1); x = {next}; ${REPLACE} o = callee(instance, x); break;`,
  return_call_indirect:
    'i = fp + ({u16} << 1); x = R[{a}]; y = {next}; z = {next}; ' +
    `o = indirect(instance, z, x, y, i); ${REPLACE} break;`,
  return0: `k = fp + ({u16} << 1); ${LEAVE}`,
  return32: `R[fp] = R[{a}]!; k = fp + ({u16} << 1); ${LEAVE}`,
  return32_c: `R[fp] = (w << 16) >> 24; k = fp + ({u16} << 1); ${LEAVE}`,
  return64: `i = {a}; R[fp] = R[i]!; R[fp + 1] = R[i + 1]!; k = fp + ({u16} << 1); ${LEAVE}`,
  return_ref: `refs[fh] = refs[{A}]; k = fp + ({u16} << 1); ${LEAVE}`,

  /** What the basic block that begins here costs. */
  fuel: 'store.consumeFuel({s24});',
  /** Bulk instructions on memories and tables: field a says which, the operands lie from `u16` on. */
  bulk:
    'i = fp + ({u16} << 1); x = {next}; y = {next}; ' +
    'bulk(store, instance, (w >> 8) & 255, i, x, y); view = viewOf(instance);',
};
