import { Op } from '../../opcodes/op.js';
import type { ModuleFlow } from '../flow/module-flow.js';
import { type FlowNode, NodeKind } from '../flow/node.js';
import type { PageConstants } from './page-constants.js';
import { PAGE, UNIT } from './page-unit.js';

/** Two numbers in one i64. */
const both = (value: number): number => value * 4294967296 + value;

/**
 * dlmalloc in C keeps the page size in memory, with what it asks the system for at least: four
 * numbers side by side, of which the first two are the page size and the others −1. It asks for less
 * at a time when they are smaller. (https://gee.cs.oswego.edu/pub/misc/malloc.c, `malloc_params`)
 */
export function smallerGranularity(flow: ModuleFlow, constants: PageConstants): void {
  const places = new Set<number>();
  for (const found of flow.functions) {
    const stores = found?.nodes.filter(isFixedStore) ?? [];
    for (const store of stores) {
      const value = store.operands[1]!;
      if (!store.is(Op.i64_store) || value.constant !== both(PAGE)) continue;
      const isThresholds = (other: FlowNode): boolean =>
        other.is(Op.i64_store) && other.x === store.x + 8 && other.operands[1]!.constant === -1;
      if (!stores.some(isThresholds)) continue;
      constants.set(value, both(UNIT), store);
      places.add(store.x).add(store.x + 4);
    }
  }
  for (const found of flow.functions) {
    for (const node of found?.nodes ?? []) if (readsOr(node, places)) shrink(node, constants);
  }
}

/** Stores at an address that is a constant, in the instruction's offset. */
function isFixedStore(node: FlowNode): boolean {
  return node.is(Op.i64_store) && node.operands[0]!.constant === 0;
}

/** Whether the number is one of those, or what was just stored there. */
function readsOr(node: FlowNode, places: ReadonlySet<number>): boolean {
  return (
    node.kind === NodeKind.Phi &&
    node.operands.some(
      (operand) =>
        operand.is(Op.i32_load) && operand.operands[0]!.constant === 0 && places.has(operand.x),
    )
  );
}

function shrink(phi: FlowNode, constants: PageConstants): void {
  for (const operand of phi.operands) {
    if (operand.constant === PAGE) constants.set(operand, UNIT, phi);
  }
}
