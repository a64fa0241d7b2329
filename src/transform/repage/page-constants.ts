import { Op } from '../../opcodes/op.js';
import type { FlowNode } from '../flow/node.js';
import type { Edit } from '../rewrite/edit.js';
import { signed } from '../rewrite/leb128.js';

/** Constants that get other values, each agreed upon by everything that uses it. */
export class PageConstants {
  private readonly values = new Map<FlowNode, number>();
  private readonly agreed = new Map<FlowNode, Set<FlowNode>>();

  /** @returns false when another user needs it to be something else */
  set(constant: FlowNode, value: number, user: FlowNode): boolean {
    const before = this.values.get(constant);
    if (before !== undefined && before !== value) return false;
    this.values.set(constant, value);
    const users = this.agreed.get(constant) ?? new Set();
    this.agreed.set(constant, users.add(user));
    return true;
  }

  /** Whether a constant has got a value. */
  has(constant: FlowNode): boolean {
    return this.values.has(constant);
  }

  /** Whether all that uses the constants has agreed. */
  get settled(): boolean {
    for (const [constant, users] of this.agreed) {
      if (this.values.get(constant) === constant.constant) continue;
      // The zero that locals begin with stands nowhere.
      if (constant.start < 0 || constant.users.some((user) => !users.has(user))) return false;
    }
    return true;
  }

  edits(): Edit[] {
    const edits: Edit[] = [];
    for (const [constant, value] of this.values) {
      if (value === constant.constant) continue;
      const number = constant.is(Op.i32_const) ? BigInt(value | 0) : BigInt(value);
      edits.push({
        start: constant.start,
        end: constant.end,
        bytes: [constant.op, ...signed(number)],
      });
    }
    return edits;
  }
}
