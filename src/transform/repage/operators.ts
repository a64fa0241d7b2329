import { Op } from '../../opcodes/op.js';
import type { FlowNode } from '../flow/node.js';

/** Instructions of both sizes of integers. */

export const SUM: ReadonlySet<Op> = new Set([Op.i32_add, Op.i64_add]);

export const DIFFERENCE: ReadonlySet<Op> = new Set([Op.i32_sub, Op.i64_sub]);

export const CONJUNCTION: ReadonlySet<Op> = new Set([Op.i32_and, Op.i64_and]);

/** From one size to the other. */
export const CONVERSION: ReadonlySet<Op> = new Set([
  Op.i32_wrap_i64,
  Op.i64_extend_i32_s,
  Op.i64_extend_i32_u,
]);

export function isSelect(node: FlowNode): boolean {
  return node.is(Op.select) || node.is(Op.select_t);
}
