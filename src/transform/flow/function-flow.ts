import type { Op } from '../../opcodes/op.js';
import type { FlowNode } from './node.js';

/** A function's instructions and what of each goes into which. Code that is not reached is not there. */
export interface FunctionFlow {
  /** In the function index space. */
  readonly index: number;
  readonly nodes: readonly FlowNode[];
  /** Its parameters in order; the last is the followed global. */
  readonly entries: readonly FlowNode[];
}

/** Where an instruction stands in a module. */
export interface Place {
  readonly start: number;
  /** Behind its last byte. */
  readonly end: number;
}

/** Where a `memory.size` or `memory.grow` stands. */
export interface MemorySite extends Place {
  readonly op: Op.memory_size | Op.memory_grow;
  /** Index of the memory. */
  readonly memory: number;
}
