import type { DecodedModule } from '../../binary/decoded-module.js';
import type { Reader } from '../../binary/reader.js';
import { arityOf } from '../../validation/arity.js';
import type { Handler } from '../../opcodes/handler.js';
import { Op } from '../../opcodes/op.js';
import type { FunctionType } from '../../types/function-type.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import type { Catch, FunctionVisitor, LocalRun } from '../../validation/function-visitor.js';
import type { FunctionFlow, MemorySite, Place } from './function-flow.js';
import { copyOf, Label, Phis, type State, TooComplex } from './labels.js';
import { FlowNode, NodeKind } from './node.js';
import { withNeededPhis } from './needed-phis.js';

/** A function of more locals is given up. */
const MAX_LOCALS = 5000;

interface Block {
  readonly op: Op;
  readonly type: FunctionType;
  /** Height of the operands below it. */
  readonly height: number;
  /** Where branches to it lead: the loop's begin, another block's end. */
  readonly label: Label;
  /** Where its end is reached; the label itself but for loops. */
  readonly exit: Label;
  /** What the second branch of an `if` begins with. */
  otherwise: State | undefined;
  /** Whether nothing leads to it. */
  readonly isDead: boolean;
}

/**
 * Follows the values of one function after the other, in static single assignment form: locals are
 * gone, and where control comes together, values that differ meet in a phi.
 */
export class FlowBuilder implements FunctionVisitor {
  /** Set before the first function: tells where an instruction begins. */
  validator!: FunctionValidator;
  /** `memory.size` and `memory.grow`, of functions that were given up, too. */
  readonly memorySites: MemorySite[] = [];
  /** Where the followed global is set. */
  readonly followedSets: Place[] = [];
  private nodes: FlowNode[] = [];
  private entries: FlowNode[] = [];
  private phis = new Phis();
  private locals: FlowNode[] = [];
  private stack: FlowNode[] = [];
  private blocks: Block[] = [];
  private failed = false;
  /** Whether nothing leads to what comes: behind blocks whose end nothing reaches. */
  private dead = false;

  constructor(
    private readonly module: DecodedModule,
    private readonly reader: Reader,
    private readonly followed: number,
  ) {}

  begin(
    _index: number,
    type: FunctionType,
    _locals: readonly LocalRun[],
    localCount: number,
  ): void {
    this.nodes = [];
    this.phis = new Phis();
    this.stack = [];
    this.locals = [];
    this.entries = [];
    this.failed = localCount > MAX_LOCALS;
    if (this.failed) return;
    const params = type.params.length;
    for (let i = 0; i < params; i++) this.locals.push(this.entry(i));
    const zero = new FlowNode(NodeKind.Instruction, Op.i32_const, [], 0, 0, -1, -1);
    for (let i = params; i < localCount; i++) this.locals.push(zero);
    // The followed global is the last local.
    this.locals.push(this.entry(-1));
    const label = new Label(this.phis);
    this.dead = false;
    this.blocks = [this.opened(Op.block, type, label, label)];
  }

  /** What was found of the function that was visited to its end; undefined when it was given up. */
  finish(): Pick<FunctionFlow, 'nodes' | 'entries'> | undefined {
    if (this.failed) return undefined;
    return { nodes: withNeededPhis(this.nodes, this.phis.all), entries: this.entries };
  }

  again(): boolean {
    return false;
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    this.attempt(() => {
      if (op === Op.if) this.effect(op, this.pop(1));
      const values = this.pop(type.params.length);
      const exit = new Label(this.phis);
      const label = op === Op.loop ? new Label(this.phis) : exit;
      const entry = { locals: this.locals, values };
      const otherwise = op === Op.if ? copyOf(entry) : undefined;
      this.blocks.push(this.opened(op, type, label, exit, otherwise));
      this.enter(op === Op.loop ? label.openLoop(entry) : entry);
    });
  }

  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    this.attempt(() => {
      for (const { label } of catches) {
        // It may be thrown anywhere inside.
        const target = this.blockOf(label);
        target.label.meet({
          locals: this.locals.map(() => this.unknown()),
          values: this.labelTypes(target).map(() => this.unknown()),
        });
      }
      const values = this.pop(type.params.length);
      const exit = new Label(this.phis);
      this.blocks.push(this.opened(Op.block, type, exit, exit));
      this.enter({ locals: this.locals, values });
    });
  }

  else(reachable: boolean): void {
    this.attempt(() => {
      const block = this.blocks[this.blocks.length - 1]!;
      if (reachable) this.leave(block);
      this.stack.length = block.height;
      this.dead = block.isDead;
      this.enter(block.otherwise!);
      block.otherwise = undefined;
    });
  }

  end(reachable: boolean): void {
    this.attempt(() => {
      const block = this.blocks.pop()!;
      if (reachable) this.leave(block);
      if (block.otherwise !== undefined && !block.isDead) block.exit.meet(block.otherwise);
      if (this.blocks.length === 0) {
        this.dead = !block.exit.reached;
        if (!this.dead) this.leaveFunction(block.exit.take());
        return;
      }
      this.stack.length = block.height;
      this.dead = !block.exit.reached;
      if (!this.dead) return this.enter(block.exit.take());
      // Nothing leads here; the validator does not mind.
      this.enter({
        locals: this.locals.map(() => this.unknown()),
        values: block.type.results.map(() => this.unknown()),
      });
    });
  }

  brTable(labels: readonly number[]): void {
    this.attempt(() => {
      this.effect(Op.br_table, this.pop(1));
      for (const label of new Set(labels)) this.branch(label);
    });
  }

  narrow(depth: number): void {
    this.attempt(() => {
      const at = this.stack.length - 1 - depth;
      this.stack[at] = this.unknown([this.stack[at]!]);
    });
  }

  duplicate(): void {
    this.attempt(() => this.stack.push(this.stack[this.stack.length - 1]!));
  }

  extended(_handler: Handler, _x: number, type: FunctionType): void {
    this.attempt(() => {
      const node = this.unknown(this.pop(type.params.length));
      this.nodes.push(node);
      for (let k = 0; k < type.results.length; k++) this.stack.push(this.unknown([node]));
    });
  }

  instruction(op: Op, x: number, y: number): void {
    if (op === Op.memory_size || op === Op.memory_grow) {
      const { offset } = this.validator.operands;
      this.memorySites.push({ op, memory: x, start: offset, end: this.reader.position });
    }
    if (op === Op.global_set && x === this.followed) {
      this.followedSets.push({ start: this.validator.operands.offset, end: this.reader.position });
    }
    this.attempt(() => {
      this.instructionOf(op, x, y);
      if (!TRANSFERS.has(op) && this.stack.length !== this.validator.operands.height) {
        throw new TooComplex('an instruction of an extension');
      }
    });
  }

  private instructionOf(op: Op, x: number, y: number): void {
    const top = this.locals.length - 1;
    switch (op) {
      case Op.local_get:
        return void this.stack.push(this.locals[x]!);
      case Op.local_set:
        this.locals[x] = this.stack.pop()!;
        return;
      case Op.local_tee:
        this.locals[x] = this.stack[this.stack.length - 1]!;
        return;
      case Op.global_get:
        if (x === this.followed) return void this.stack.push(this.locals[top]!);
        break;
      case Op.global_set:
        if (x !== this.followed) break;
        this.locals[top] = this.stack[this.stack.length - 1]!;
        return void this.effect(op, this.pop(1), x, y);
      case Op.br:
        return this.branch(x);
      case Op.br_if:
        this.effect(op, this.pop(1));
        return this.branch(x);
      case Op.return:
        return this.leaveFunction({
          locals: this.locals,
          values: this.stack.slice(this.stack.length - this.blocks[0]!.type.results.length),
        });
    }
    const { takes, gives } = arityOf(op, x, this.module);
    const node = this.effect(op, this.pop(takes), x, y);
    node.followed = this.locals[top];
    if (TRANSFERS.has(op)) return;
    if (gives === 1) this.stack.push(node);
    else for (let k = 0; k < gives; k++) this.stack.push(this.unknown([node]));
  }

  /** A `return`, or the function's end: its operands are the results. */
  private leaveFunction({ locals, values }: State): void {
    if (this.dead) return;
    this.effect(Op.return, values.slice()).followed = locals[locals.length - 1];
  }

  private opened(op: Op, type: FunctionType, label: Label, exit: Label, otherwise?: State): Block {
    return { op, type, height: this.stack.length, label, exit, otherwise, isDead: this.dead };
  }

  private leave(block: Block): void {
    if (this.dead) return;
    const values = this.stack.slice(this.stack.length - block.type.results.length);
    block.exit.meet({ locals: this.locals, values });
  }

  private branch(depth: number): void {
    if (this.dead) return;
    const target = this.blockOf(depth);
    const count = this.labelTypes(target).length;
    const values = this.stack.slice(this.stack.length - count);
    target.label.meet({ locals: this.locals, values });
  }

  private blockOf(depth: number): Block {
    return this.blocks[this.blocks.length - 1 - depth]!;
  }

  private labelTypes({ op, type }: Block): readonly unknown[] {
    return op === Op.loop ? type.params : type.results;
  }

  private enter({ locals, values }: State): void {
    this.phis.copied(locals.length);
    this.locals = locals.slice();
    this.stack.push(...values);
  }

  private pop(count: number): FlowNode[] {
    return this.stack.splice(this.stack.length - count, count);
  }

  private effect(op: Op, operands: FlowNode[], x = 0, y = 0): FlowNode {
    const { offset } = this.validator.operands;
    const { position } = this.reader;
    const node = new FlowNode(NodeKind.Instruction, op, operands, x, y, offset, position);
    this.nodes.push(node);
    return node;
  }

  private entry(index: number): FlowNode {
    const node = new FlowNode(NodeKind.Entry, Op.unreachable, [], index, 0, -1, -1);
    this.entries.push(node);
    return node;
  }

  private unknown(operands: FlowNode[] = []): FlowNode {
    const node = new FlowNode(NodeKind.Unknown, Op.unreachable, operands, 0, 0, -1, -1);
    if (operands.length > 0) this.nodes.push(node);
    return node;
  }

  /** Does something unless the function was given up. */
  private attempt(action: () => void): void {
    if (this.failed) return;
    try {
      action();
    } catch (error) {
      if (!(error instanceof TooComplex)) throw error;
      this.failed = true;
    }
  }
}

/** Instructions behind which nothing is reached. */
const TRANSFERS: ReadonlySet<Op> = new Set([
  Op.unreachable,
  Op.br,
  Op.return,
  Op.return_call,
  Op.return_call_indirect,
]);
