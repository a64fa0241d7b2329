import { type FlowNode, NodeKind } from './node.js';

/** Each pass finds what the one before made trivial. A phi too many is no error. */
const MAX_PASSES = 50;

/**
 * Takes out phis at which only one value arrives, and those of locals that nothing reads any more,
 * and tells nodes who uses them.
 * @param nodes of a function, without its phis
 */
export function withNeededPhis(nodes: FlowNode[], phis: readonly FlowNode[]): FlowNode[] {
  const instead = new Map<FlowNode, FlowNode>();
  const resolved = (node: FlowNode): FlowNode => {
    let found = node;
    for (let next = instead.get(found); next !== undefined; next = instead.get(found)) found = next;
    return found;
  };
  for (let changed = true, pass = 0; changed && pass < MAX_PASSES; pass++) {
    changed = false;
    for (const phi of phis) {
      if (instead.has(phi)) continue;
      const only = onlyValue(phi, resolved);
      if (only === undefined) continue;
      instead.set(phi, only);
      changed = true;
    }
  }
  const kept = new Set(nodes);
  for (const node of kept) {
    node.operands = node.operands.map(resolved);
    for (const operand of node.operands) {
      operand.users.push(node);
      if (operand.kind === NodeKind.Phi) kept.add(operand);
    }
    if (node.followed === undefined) continue;
    node.followed = resolved(node.followed);
    if (node.followed.kind === NodeKind.Phi) kept.add(node.followed);
  }
  return [...kept];
}

/** The one value that arrives at a phi beside itself; undefined where there are several. */
function onlyValue(phi: FlowNode, resolved: (node: FlowNode) => FlowNode): FlowNode | undefined {
  let only: FlowNode | undefined;
  for (const operand of phi.operands) {
    const value = resolved(operand);
    if (value === phi || value === only) continue;
    if (only !== undefined) return undefined;
    only = value;
  }
  return only;
}
