import { Op } from '../../opcodes/op.js';
import type { Callers } from '../flow/callers.js';
import { type FlowNode, NodeKind } from '../flow/node.js';
import { CONJUNCTION, CONVERSION, SUM } from './operators.js';
import type { PageConstants } from './page-constants.js';
import { PAGE, UNIT } from './page-unit.js';

const REMAINDER: ReadonlySet<Op> = new Set([Op.i32_rem_u, Op.i32_rem_s, Op.i64_rem_u]);

/** Numbers are followed so far. */
const MAX_DEPTH = 500;

const EQUALITY: ReadonlySet<Op> = new Set([Op.i32_eq, Op.i32_ne]);

/**
 * Follows numbers of bytes that are whole pages: those that `memory.size` and `memory.grow` give and
 * take, once they are bytes. Where such a number is rounded, or looked at for being whole, the
 * constants tell the page size. What is not found goes on working, but in steps of 64 KiB.
 */
export class PageBytes {
  private readonly seen = new Set<FlowNode>();
  private depth = 0;

  constructor(
    private readonly callers: Callers,
    private readonly constants: PageConstants,
  ) {}

  /** The number must be whole pages: looks at how it was made. */
  wholeFrom(node: FlowNode): void {
    if (this.seen.has(node) || this.depth === MAX_DEPTH) return;
    this.seen.add(node);
    this.depth++;
    this.from(node);
    this.depth--;
  }

  private from(node: FlowNode): void {
    this.tests(node);
    if (node.kind === NodeKind.Phi)
      return node.operands.forEach((operand) => this.wholeFrom(operand));
    if (node.kind === NodeKind.Entry) return this.parameter(node);
    if (CONVERSION.has(node.op)) return this.wholeFrom(node.operands[0]!);
    if (node.is(Op.select)) return node.operands.slice(0, 2).forEach((of) => this.wholeFrom(of));
    if (SUM.has(node.op) && !this.isRounding(node)) {
      return node.operands.forEach((operand) => this.wholeFrom(operand));
    }
    if (node.is(Op.call)) return this.alignedBy(node);
    if (!this.rounded(node)) this.rounding(node);
  }

  /** `align_up(n, 65536)`, as a function. */
  private alignedBy(call: FlowNode): void {
    for (const operand of call.operands) {
      if (operand.constant === PAGE) this.constants.set(operand, UNIT, call);
    }
  }

  /** The number is whole pages: looks at what is done with it. */
  wholeTo(node: FlowNode): void {
    if (this.seen.has(node) || this.depth === MAX_DEPTH) return;
    this.seen.add(node);
    this.depth++;
    this.to(node);
    this.depth--;
  }

  private to(node: FlowNode): void {
    this.tests(node);
    for (const user of node.users) {
      if (user.kind === NodeKind.Phi || user.is(Op.select) || CONVERSION.has(user.op)) {
        this.wholeTo(user);
      } else if (user.is(Op.call)) this.argument(node, user);
      else if (user.is(Op.return)) this.returned(user);
      else if (this.isRounding(user)) user.users.forEach((rounded) => this.rounded(rounded));
    }
  }

  /** `n & 65535`, `n % 65536`: is it whole? */
  private tests(node: FlowNode): void {
    for (const user of node.users) {
      const [number, by] = user.operands as [FlowNode, FlowNode | undefined];
      if (number !== node || by === undefined) continue;
      if (CONJUNCTION.has(user.op) && by.constant === PAGE - 1) {
        this.constants.set(by, UNIT - 1, user);
      } else if (REMAINDER.has(user.op) && by.constant === PAGE) this.constants.set(by, UNIT, user);
      // What memory.grow answers when it fails, as bytes.
      else if (EQUALITY.has(user.op) && by.constant === -PAGE) this.constants.set(by, -UNIT, user);
      else this.rounded(user);
    }
  }

  /** `n & -65536`, and the addition before it; whether it is that. */
  private rounded(node: FlowNode): boolean {
    if (CONJUNCTION.has(node.op) && this.complemented(node.operands[1]!)) {
      this.rounding(node.operands[0]!);
      return true;
    }
    const mask = node.operands[1]?.constant;
    if (!CONJUNCTION.has(node.op) || mask === undefined || mask === 0 || mask % PAGE !== 0)
      return false;
    this.constants.set(node.operands[1]!, mask + PAGE - UNIT, node);
    this.rounding(node.operands[0]!);
    return true;
  }

  /** `~65535`, as compilers leave it that do not compute it. */
  private complemented(mask: FlowNode): boolean {
    const [number, ones] = mask.operands as [FlowNode, FlowNode | undefined];
    if (!mask.is(Op.i32_xor) || ones!.constant !== -1 || number.constant !== PAGE - 1) return false;
    this.constants.set(number, UNIT - 1, mask);
    return true;
  }

  /** `n + 65535`, where more may be added at once. */
  private rounding(node: FlowNode): void {
    if (!this.isRounding(node)) return;
    const added = node.operands[1]!;
    this.constants.set(added, added.constant! - PAGE + UNIT, node);
  }

  private isRounding(node: FlowNode): boolean {
    const added = node.operands[1]?.constant;
    return SUM.has(node.op) && added !== undefined && added >= PAGE - 1 && added < 2 * PAGE;
  }

  private parameter(entry: FlowNode): void {
    if (entry.x < 0) return;
    const { index } = this.callers.functionOf(entry);
    for (const call of this.callers.of(index)) this.wholeFrom(call.operands[entry.x]!);
  }

  private argument(node: FlowNode, call: FlowNode): void {
    const callee = this.callers.flow.functions[call.x];
    call.operands.forEach((operand, k) => {
      if (operand === node && callee !== undefined) this.wholeTo(callee.entries[k]!);
    });
  }

  private returned(node: FlowNode): void {
    if (node.operands.length !== 1) return;
    const { index } = this.callers.functionOf(node);
    for (const call of this.callers.of(index)) if (call.is(Op.call)) this.wholeTo(call);
  }
}
