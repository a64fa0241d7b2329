import { Op } from '../../opcodes/op.js';
import type { Callers } from '../flow/callers.js';
import { type FlowNode, NodeKind } from '../flow/node.js';
import { CONVERSION, DIFFERENCE, isSelect, SUM } from './operators.js';

/** What a number of pages counts: that tells what a constant beside it becomes. */
export const enum PageKind {
  /** The pages of a memory. */
  Size = 0,
  /** Pages that a memory is to have more. */
  Growth = 1,
  /** Neither, or what cannot be told: a size less something, twice a size. */
  Mixed = 2,
}

/** Numbers are followed so far; and through so many in all, since many may meet in many places. */
const MAX_DEPTH = 12;
const MAX_STEPS = 2000;

/** Tells the kinds of numbers of pages. */
export class PageKinds {
  private steps = 0;

  constructor(private readonly callers: Callers) {}

  /** The kind that a constant has where it is used. */
  forConstant(constant: FlowNode, user: FlowNode): PageKind {
    if (user.is(Op.memory_grow) || SUM.has(user.op)) return PageKind.Growth;
    if (DIFFERENCE.has(user.op) && user.operands[1] === constant) return PageKind.Growth;
    if (user.is(Op.call) || user.is(Op.return)) return PageKind.Mixed;
    const values = isSelect(user) ? user.operands.slice(0, 2) : user.operands;
    this.steps = 0;
    return this.common(
      values.filter((operand) => operand !== constant),
      1,
    );
  }

  private isFar(depth: number): boolean {
    if (depth === 0) this.steps = 0;
    return depth > MAX_DEPTH || this.steps++ > MAX_STEPS;
  }

  of(node: FlowNode, depth = 0): PageKind {
    if (this.isFar(depth)) return PageKind.Mixed;
    if (node.kind === NodeKind.Phi) return this.common(node.operands, depth + 1, node);
    if (node.kind !== NodeKind.Instruction) return PageKind.Mixed;
    if (node.is(Op.memory_size) || node.is(Op.memory_grow)) return PageKind.Size;
    if (node.is(Op.call)) return this.result(node.x, depth);
    if (isSelect(node)) return this.common(node.operands.slice(0, 2), depth + 1);
    if (CONVERSION.has(node.op)) return this.of(node.operands[0]!, depth + 1);
    if (SUM.has(node.op) || DIFFERENCE.has(node.op)) return this.ofArithmetic(node, depth);
    // From a number of bytes; twice a size is no size.
    const divisor = node.operands[1]?.constant;
    return divisor !== undefined && this.of(node.operands[0]!, depth + 1) !== PageKind.Size
      ? PageKind.Growth
      : PageKind.Mixed;
  }

  /** Whether a number may be −1, which `memory.grow` answers when it fails. */
  mayHaveFailed(node: FlowNode, depth = 0): boolean {
    if (node.is(Op.memory_grow) || this.isFar(depth)) return true;
    const passes = node.kind === NodeKind.Phi || isSelect(node) || CONVERSION.has(node.op);
    if (passes) return node.operands.some((operand) => this.mayHaveFailed(operand, depth + 1));
    if (!node.is(Op.call)) return false;
    const returns = this.callers.returnsOf(node.x).map((each) => each.operands[0]!);
    return returns.some((each) => this.mayHaveFailed(each, depth + 1));
  }

  private ofArithmetic(node: FlowNode, depth: number): PageKind {
    const [first, second] = node.operands.map((operand) =>
      operand.constant === undefined ? this.of(operand, depth + 1) : PageKind.Growth,
    ) as [PageKind, PageKind];
    if (first === PageKind.Mixed || second === PageKind.Mixed) return PageKind.Mixed;
    if (first === PageKind.Growth && second === PageKind.Growth) return PageKind.Growth;
    if (SUM.has(node.op)) return first === second ? PageKind.Mixed : PageKind.Size;
    return first === second ? PageKind.Growth : PageKind.Mixed;
  }

  private result(index: number, depth: number): PageKind {
    const returns = this.callers.returnsOf(index).map((node) => node.operands[0]!);
    return this.common(returns, depth + 1);
  }

  /** The kind that all have; constants and the node itself have any. */
  private common(nodes: readonly FlowNode[], depth: number, self?: FlowNode): PageKind {
    let found: PageKind | undefined;
    for (const node of nodes) {
      if (node === self || node.constant !== undefined) continue;
      const kind = this.of(node, depth);
      if (found !== undefined && kind !== found) return PageKind.Mixed;
      found = kind;
    }
    return found ?? PageKind.Mixed;
  }
}
