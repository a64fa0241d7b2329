import { Op } from '../../opcodes/op.js';
import type { FunctionFlow } from './function-flow.js';
import type { ModuleFlow } from './module-flow.js';
import type { FlowNode } from './node.js';

const NONE: readonly FlowNode[] = Object.freeze([]);

/** Who calls whom in a module, and where. Indirect calls are not among them. */
export class Callers {
  private readonly functions = new Map<FlowNode, FunctionFlow>();
  private readonly calls = new Map<number, FlowNode[]>();

  constructor(readonly flow: ModuleFlow) {
    for (const found of flow.functions) {
      if (found === undefined) continue;
      for (const entry of found.entries) this.functions.set(entry, found);
      for (const node of found.nodes) {
        this.functions.set(node, found);
        if (!node.is(Op.call) && !node.is(Op.return_call)) continue;
        const calls = this.calls.get(node.x) ?? [];
        calls.push(node);
        this.calls.set(node.x, calls);
      }
    }
  }

  /** The function that a node is in. */
  functionOf(node: FlowNode): FunctionFlow {
    return this.functions.get(node)!;
  }

  /** The calls of a function, tail calls too. */
  of(index: number): readonly FlowNode[] {
    return this.calls.get(index) ?? NONE;
  }

  /** The `return`s of a function, its end among them. */
  returnsOf(index: number): readonly FlowNode[] {
    return this.flow.functions[index]?.nodes.filter((node) => node.is(Op.return)) ?? NONE;
  }
}
