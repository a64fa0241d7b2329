/** What a first pass over a function finds about its blocks, for the second, which compiles it. */
import { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import type { Catch } from '../validation/function-visitor.js';
import { type BaseCase, BaseCaseFinder } from './base-case.js';

/** A local that a loop counts with: set once in a round, and tested at the only way back. */
export interface Counter {
  readonly local: number;
  /** What is added in a round. */
  readonly step: number;
  /** The value with which the loop ends. */
  readonly end: number;
}

export interface BlockFacts {
  /** The locals that are set inside; undefined when there are too many to remember. */
  assigned: Set<number> | undefined;
  counter: Counter | undefined;
  /** Whether something inside is called. */
  calls: boolean;
}

interface OpenBlock extends BlockFacts {
  readonly isLoop: boolean;
  /** Numbers bodies, those after `else` apart. */
  part: number;
  /** Branches to a loop's beginning. */
  continues: number;
  /** A counter, if nothing else in the loop speaks against it. */
  candidate: Counter | undefined;
  /** Settings of the candidate's local. */
  settings: Map<number, number>;
}

/** Locals that one block remembers, and blocks that a function remembers them for. */
const MOST_ASSIGNED = 64;
const MOST_NESTING = 64;

/** Gathers the facts; called with every instruction of a function, in order. */
export class Analysis {
  /** By the order in which the blocks begin; the function itself is none of them. */
  readonly blocks: BlockFacts[] = [];
  private readonly open: OpenBlock[] = [];
  /** The last instructions: opcode and immediate in turn. */
  private readonly recent: number[] = [];

  /** Whether loads and stores name the first memory. */
  usesMemory = false;

  baseCase: BaseCase | undefined;
  private finder: BaseCaseFinder | undefined;
  private partCount = 0;
  /** The bodies that all calls so far lie in, from the outermost on: no loop, and none inside of one. */
  private callPath: number[] | undefined;
  /** How many blocks of them have not ended since the last call. */
  private callDepth = 0;

  /** @param seeksBaseCase whether the base case is asked for in the end */
  clear(type: FunctionType, seeksBaseCase: boolean): void {
    this.finder = seeksBaseCase ? new BaseCaseFinder(type) : undefined;
    this.baseCase = undefined;
    this.usesMemory = false;
    this.partCount = 0;
    this.callPath = undefined;
    this.blocks.length = 0;
    this.open.length = 0;
    this.recent.length = 0;
  }

  block(op: Op, type: FunctionType): void {
    this.finder?.block(op, type);
    const block: OpenBlock = {
      assigned: this.open.length < MOST_NESTING ? new Set() : undefined,
      counter: undefined,
      calls: false,
      part: ++this.partCount,
      isLoop: op === Op.loop,
      continues: 0,
      candidate: undefined,
      settings: new Map(),
    };
    this.open.push(block);
    this.blocks.push(block);
    this.recent.length = 0;
  }

  /** `try_table`; the depths of its labels do not count it. */
  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    this.extended();
    for (const { label } of catches) this.branch(label);
    this.block(Op.block, type);
  }

  else(): void {
    this.finder?.else();
    this.recent.length = 0;
    const { open } = this;
    open[open.length - 1]!.part = ++this.partCount;
    this.callDepth = Math.min(this.callDepth, open.length - 1);
  }

  /** An instruction that calls something. */
  call(): void {
    const { open } = this;
    for (let i = open.length - 1; i >= 0 && !open[i]!.calls; i--) open[i]!.calls = true;
    if (this.callPath === undefined) {
      const loop = open.findIndex(({ isLoop }) => isLoop);
      this.callPath = open.slice(0, loop < 0 ? open.length : loop).map(({ part }) => part);
      this.callDepth = this.callPath.length;
    } else if (this.callDepth < this.callPath.length) this.callPath.length = this.callDepth;
  }

  /** The innermost body that all calls lie in; 0 is the function's. Undefined without calls. */
  get checkedPart(): number | undefined {
    const { callPath } = this;
    return callPath === undefined ? undefined : (callPath[callPath.length - 1] ?? 0);
  }

  end(): void {
    const block = this.open.pop();
    this.recent.length = 0;
    if (block === undefined) {
      this.baseCase = this.finder?.find();
      return;
    }
    this.finder?.end();
    this.callDepth = Math.min(this.callDepth, this.open.length);
    const { candidate } = block;
    if (
      candidate !== undefined &&
      block.continues === 1 &&
      block.settings.get(candidate.local) === 1
    ) {
      block.counter = candidate;
    }
    const outer = this.open[this.open.length - 1];
    if (outer === undefined) return;
    if (block.assigned === undefined) outer.assigned = undefined;
    else for (const local of block.assigned) remember(outer, local);
    for (const [local, count] of block.settings) addSettings(outer, local, count);
  }

  branchTable(depths: readonly number[]): void {
    this.finder?.instruction(Op.br_table, 0);
    for (const depth of new Set(depths)) this.branch(depth);
    this.recent.length = 0;
  }

  /** An instruction of an extension, of which nothing is known. */
  extended(): void {
    this.finder?.instruction(Op.memory_grow, 0);
    this.recent.length = 0;
  }

  instruction(op: Op, x: number, y: number): void {
    this.finder?.instruction(op, x);
    if (op >= Op.i32_load && op <= Op.i64_store32 && y === 0) this.usesMemory = true;
    if (op === Op.local_set || op === Op.local_tee) {
      const block = this.open[this.open.length - 1];
      if (block !== undefined) {
        remember(block, x);
        addSettings(block, x, 1);
      }
    }
    if (op === Op.br || op === Op.br_if) {
      const block = this.branch(x);
      // Inside an inner loop the setting could happen several times in a round.
      const isDirect = this.open.slice(this.open.length - x).every(({ isLoop }) => !isLoop);
      if (block?.isLoop === true && op === Op.br_if && isDirect) block.candidate = this.candidate();
    }
    this.recent.push(op, x);
    if (this.recent.length > 12) this.recent.splice(0, 2);
  }

  private branch(depth: number): OpenBlock | undefined {
    const block = this.open[this.open.length - 1 - depth];
    if (block !== undefined) block.continues++;
    return block;
  }

  /** `x + step`, set and compared with a constant or zero: the instructions before `br_if`. */
  private candidate(): Counter | undefined {
    const { recent } = this;
    let end = 0;
    let at = recent.length;
    if (recent[at - 2] === Op.i32_ne && recent[at - 4] === Op.i32_const) {
      end = recent[at - 3]!;
      at -= 4;
    }
    const [get, local, constant, step, add, , tee, set] = recent.slice(Math.max(0, at - 8), at);
    return get === Op.local_get &&
      constant === Op.i32_const &&
      add === Op.i32_add &&
      tee === Op.local_tee &&
      local === set
      ? { local: local!, step: step!, end }
      : undefined;
  }
}

function remember(block: OpenBlock, local: number): void {
  if (block.assigned === undefined) return;
  block.assigned.add(local);
  if (block.assigned.size > MOST_ASSIGNED) block.assigned = undefined;
}

/** Counts settings; more than one is as good as many. */
function addSettings({ settings }: OpenBlock, local: number, count: number): void {
  if (settings.size < MOST_ASSIGNED || settings.has(local)) {
    settings.set(local, (settings.get(local) ?? 0) + count);
  } else settings.set(local, 2);
}
