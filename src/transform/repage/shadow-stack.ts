import type { DecodedModule } from '../../binary/decoded-module.js';
import { Op } from '../../opcodes/op.js';
import type { ModuleFlow } from '../flow/module-flow.js';
import { type FlowNode, NodeKind } from '../flow/node.js';
import { CONJUNCTION, DIFFERENCE, SUM } from './operators.js';

/** How deep the shadow stack gets: what compilers keep in memory of a function's locals. */
export interface StackDepth {
  /** Whether the global is used as a stack pointer is, in every function. */
  readonly isStack: boolean;
  /** Bytes at most; undefined where that cannot be told. */
  readonly bytes: number | undefined;
  /** Why it cannot be told. */
  readonly reason: string;
}

/** Below what the pointer held when the function was entered. */
interface Offset {
  readonly low: number;
  /** Whether it is that, and not only that or above. */
  readonly isExact: boolean;
}

class Unbounded extends Error {
  override readonly name = 'Unbounded';
}

/**
 * Finds how much of the shadow stack the functions of a module need that something outside calls.
 * @param flow of which the followed global is the stack's pointer
 */
export function stackDepth(flow: ModuleFlow): StackDepth {
  return new ShadowStack(flow).depth();
}

/** Values and calls are followed so far. */
const MAX_DEPTH = 500;

class ShadowStack {
  private followed = 0;
  private isTooDeep = false;
  private readonly needs = new Map<number, number>();
  private readonly open = new Set<number>();
  private readonly offsets = new Map<FlowNode, Offset | undefined>();

  constructor(private readonly flow: ModuleFlow) {}

  depth(): StackDepth {
    const { module } = this.flow;
    const isStack = this.isStack();
    try {
      let bytes = 0;
      const roots = new Set(module.declaredFunctions);
      if (module.start >= 0) roots.add(module.start);
      for (const root of roots) bytes = Math.max(bytes, this.needOf(root));
      if (this.isTooDeep) throw new Unbounded('addresses are computed in too many steps');
      return { isStack, bytes, reason: '' };
    } catch (error) {
      if (!(error instanceof Unbounded)) throw error;
      return { isStack, bytes: undefined, reason: error.message };
    }
  }

  /** Somewhere it is lowered, and where it is set and followed, it is what it was, or near that. */
  private isStack(): boolean {
    let lowered = false;
    for (const found of this.flow.functions) {
      for (const node of found?.nodes ?? []) {
        if (node.is(Op.return) && this.of(node.followed!)?.low !== 0) return false;
        if (node.is(Op.global_set) && node.followed === undefined) {
          const offset = this.of(node.operands[0]!);
          if (offset !== undefined && offset.low < 0) lowered = true;
        }
        if (this.isDerived(node) && (this.of(node)?.low ?? 0) < 0) lowered = true;
      }
    }
    return lowered;
  }

  private isDerived(node: FlowNode): boolean {
    return SUM.has(node.op) || DIFFERENCE.has(node.op) || CONJUNCTION.has(node.op);
  }

  private needOf(index: number): number {
    const { module } = this.flow;
    // What the host calls back takes more: the stack is bounded by more than this.
    if (index < module.importedFunctions) return 0;
    const known = this.needs.get(index);
    if (known !== undefined) return known;
    if (this.open.has(index)) throw new Unbounded(`function ${index} calls itself`);
    const found = this.flow.functions[index];
    if (found === undefined) throw new Unbounded(`function ${index} is too complex to follow`);
    if (this.open.size === MAX_DEPTH) throw new Unbounded(`function ${index} is called too deep`);
    this.open.add(index);
    let need = 0;
    for (const node of found.nodes) need = Math.max(need, this.needAt(node, index));
    this.open.delete(index);
    this.needs.set(index, need);
    return need;
  }

  private needAt(node: FlowNode, index: number): number {
    if (node.kind !== NodeKind.Instruction) return 0;
    if (node.is(Op.return)) {
      const offset = this.of(node.followed!);
      if (offset?.low !== 0 || !offset.isExact) throw new Unbounded(`function ${index} keeps some`);
    }
    if (node.is(Op.global_set) && node.followed === undefined) {
      if (this.of(node.operands[0]!) === undefined) {
        throw new Unbounded(`function ${index} takes as much as it computes`);
      }
    }
    const own = this.isDerived(node) ? -(this.of(node)?.low ?? 0) : 0;
    const callees = this.calleesOf(node);
    if (callees.length === 0) return own;
    const at = this.of(node.followed!);
    if (at === undefined) throw new Unbounded(`function ${index} takes as much as it computes`);
    return Math.max(own, ...callees.map((callee) => this.needOf(callee) - at.low));
  }

  private calleesOf(node: FlowNode): readonly number[] {
    if (node.is(Op.call) || node.is(Op.return_call)) return [node.x];
    if (!node.is(Op.call_indirect) && !node.is(Op.return_call_indirect)) return [];
    return functionsOfType(this.flow.module, node.x);
  }

  /** Where a value lies against what the pointer held at first; undefined where that is not known. */
  private of(node: FlowNode): Offset | undefined {
    if (this.offsets.has(node)) return this.offsets.get(node);
    // Where it depends on itself, in a loop, it is not known.
    this.offsets.set(node, undefined);
    if (this.followed === MAX_DEPTH) {
      this.isTooDeep = true;
      return undefined;
    }
    this.followed++;
    const offset = this.compute(node);
    this.followed--;
    this.offsets.set(node, offset);
    return offset;
  }

  private compute(node: FlowNode): Offset | undefined {
    if (node.kind === NodeKind.Entry) return node.x < 0 ? { low: 0, isExact: true } : undefined;
    if (node.kind === NodeKind.Phi) return this.meet(node);
    const [first, second] = node.operands as [FlowNode, FlowNode];
    if (SUM.has(node.op))
      return this.moved(first, second.constant) ?? this.moved(second, first.constant);
    if (DIFFERENCE.has(node.op)) {
      return second.constant === undefined ? undefined : this.moved(first, -second.constant);
    }
    if (!CONJUNCTION.has(node.op)) return undefined;
    const mask = second.constant;
    if (mask === undefined || mask >= 0) return undefined;
    const offset = this.of(first);
    return offset && { low: offset.low + mask + 1, isExact: false };
  }

  private moved(node: FlowNode, by: number | undefined): Offset | undefined {
    if (by === undefined) return undefined;
    const offset = this.of(node);
    return offset && { low: offset.low + by, isExact: offset.isExact };
  }

  private meet(phi: FlowNode): Offset | undefined {
    const offsets = phi.operands.map((operand) => this.of(operand));
    if (offsets.includes(undefined)) return undefined;
    const lows = (offsets as Offset[]).map(({ low }) => low);
    const low = Math.min(...lows);
    const isExact = (offsets as Offset[]).every((offset) => offset.isExact && offset.low === low);
    return { low, isExact };
  }
}

/** What an indirect call of a type may reach: functions that have it and are known outside of code. */
function functionsOfType(module: DecodedModule, typeIndex: number): number[] {
  const type = module.canonicalTypes[typeIndex];
  return [...module.declaredFunctions].filter(
    (index) => module.canonicalTypes[module.functions[index]!] === type,
  );
}
