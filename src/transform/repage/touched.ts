import { alignLog2Of, factOf, immediateOf } from '../../opcodes/fact.js';
import { Immediate } from '../../opcodes/immediate.js';
import { Op } from '../../opcodes/op.js';
import type { ModuleFlow } from '../flow/module-flow.js';
import { type FlowNode, NodeKind } from '../flow/node.js';

/**
 * The bytes of a memory that a module's code may touch, from the start, where every address is a
 * constant; undefined where one is not.
 */
export function touchedBytes(flow: ModuleFlow, memory: number): number | undefined {
  const own = flow.functions.slice(flow.module.importedFunctions);
  if (own.includes(undefined)) return undefined;
  let end = 0;
  for (const found of own) {
    for (const node of found!.nodes) {
      const reached = node.kind === NodeKind.Instruction ? reachOf(node, memory) : 0;
      if (reached === undefined) return undefined;
      end = Math.max(end, reached);
    }
  }
  return end;
}

/** Where what an instruction touches ends; 0 where it touches nothing. */
function reachOf(node: FlowNode, memory: number): number | undefined {
  const { op, x, y, operands } = node;
  const length = operands[2]?.constant;
  const range = (address: number | undefined): number | undefined =>
    address === undefined || length === undefined ? undefined : (address >>> 0) + (length >>> 0);
  switch (op) {
    case Op.memory_fill:
      return x === memory ? range(operands[0]!.constant) : 0;
    case Op.memory_init:
      return y === memory ? range(operands[0]!.constant) : 0;
    case Op.memory_copy: {
      const to = x === memory ? range(operands[0]!.constant) : 0;
      const from = y === memory ? range(operands[1]!.constant) : 0;
      return to === undefined || from === undefined ? undefined : Math.max(to, from);
    }
  }
  const fact = factOf(op);
  if (immediateOf(fact) !== Immediate.Memarg || y !== memory) return 0;
  const address = operands[0]!.constant;
  return address === undefined ? undefined : (address >>> 0) + x + 2 ** alignLog2Of(fact);
}
