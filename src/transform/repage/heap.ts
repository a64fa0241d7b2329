import { readDataSegment, readDataSegmentCount } from '../../binary/data-section.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { Immediate } from '../../opcodes/immediate.js';
import { factOf, immediateOf } from '../../opcodes/fact.js';
import { Op } from '../../opcodes/op.js';
import type { FunctionFlow } from '../flow/function-flow.js';
import type { ModuleFlow } from '../flow/module-flow.js';
import { NodeKind } from '../flow/node.js';
import { CONJUNCTION, SUM } from './operators.js';

/** A heap's addresses that are constants of an allocator's code, in bytes. */
export interface HeapInCode {
  /** Where it begins. */
  readonly base: number;
  /** Behind what the allocator keeps there from its start. */
  readonly reached: number;
}

/**
 * Looks for addresses behind the data in the functions that ask for a memory's size, and in what
 * sets globals when the module starts: allocators without a linker have their heap's begin there.
 *
 * @param end where the memory ends now
 */
export function heapInCode(
  flow: ModuleFlow,
  segmentsEnd: number,
  end: number,
): HeapInCode | undefined {
  let base = Infinity;
  let reached = 0;
  for (const found of flow.functions) {
    if (found === undefined) continue;
    const isAllocator = found.nodes.some(
      ({ op }) => op === Op.memory_size || op === Op.memory_grow,
    );
    if (!isAllocator && found.index !== flow.module.start) continue;
    for (const value of addresses(found, isAllocator)) {
      if (value < segmentsEnd || value >= end) continue;
      base = Math.min(base, value);
      if (isAllocator) reached = Math.max(reached, value + WORD);
    }
  }
  return base === Infinity ? undefined : { base, reached };
}

const WORD = 4;

/** Constants of a function that may be addresses: any, or those that globals are set to. */
function addresses({ nodes }: FunctionFlow, any: boolean): number[] {
  const from = any ? nodes : nodes.filter((node) => node.is(Op.global_set));
  return from.flatMap((node) =>
    node.operands
      .map(({ constant }) => constant)
      .filter((value) => value !== undefined)
      .filter((value) => value !== ROUNDING && !CONJUNCTION.has(node.op))
      .filter((value) => !SUM.has(node.op) || value < ROUNDING),
  );
}

/** What is added to round up to pages. */
const ROUNDING = 65535;

/** Whether the address where the heap begins stands in code or data. */
export function refersToHeap(
  flow: ModuleFlow,
  heapBase: number | undefined,
  segmentsEnd: number,
): boolean {
  // At its end, data may just end.
  if (heapBase === undefined || heapBase <= segmentsEnd) return false;
  for (const found of flow.functions) {
    for (const { kind, op, x, operands } of found?.nodes ?? []) {
      if (operands.some(({ constant }) => constant === heapBase)) return true;
      if (kind !== NodeKind.Instruction) continue;
      if (x === heapBase && immediateOf(factOf(op)) === Immediate.Memarg) return true;
    }
  }
  return standsInData(flow, heapBase);
}

function standsInData({ module }: ModuleFlow, address: number): boolean {
  const start = module.sectionStart[SectionId.Data]!;
  if (start === 0) return false;
  const { bytes } = module;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = new Reader(bytes, start);
  for (let left = readDataSegmentCount(reader); left > 0; left--) {
    const segment = readDataSegment(reader);
    for (let at = segment.start; at + WORD <= segment.start + segment.size; at++) {
      if (view.getUint32(at, true) === address) return true;
    }
  }
  return false;
}
