import type { DecodedModule } from '../binary/decoded-module.js';
import { fuelOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { FunctionType } from '../types/function-type.js';
import { isReference, ValueType } from '../types/value-type.js';
import type { FunctionVisitor, LocalRun } from '../validation/function-visitor.js';
import { CodeBuffer } from './code-buffer.js';
import { FrameLayout } from './frame-layout.js';
import { Instruction } from './generated/instruction.js';
import { Label, Reach } from './label.js';
import { Operations } from './operations.js';
import { byType } from './emitter.js';
import { Place } from './operand-stack.js';

/**
 * Makes register code of validated instructions. Operands that are locals or constants are named by
 * the instructions that take them, results go straight to the local that is set next, comparisons
 * merge with the branch on them: three or four instructions of the stack machine become one.
 *
 * The code of a module is one array: for each function, imports counted, the index of its header;
 * then for each the lowest index of a type equal to its own; then the functions. A function begins
 * with a header word: slots of its frame in the low half, its return slot in the high half.
 */
export class Translator extends Operations implements FunctionVisitor {
  private readonly labels: Label[] = [];
  private type!: FunctionType;
  private start = 0;
  private header = 0;
  private repeat = false;
  /** Whether conditional branches may have to go further than 16 bits reach. */
  private far = false;
  private needsFar = false;
  /** The instruction that counts the fuel of the current basic block; −1 before its first cost. */
  private fuelIndex = -1;
  private fuelAmount = 0;

  constructor(
    module: DecodedModule,
    private readonly consumeFuel: boolean,
  ) {
    super(module, new CodeBuffer(0));
    const count = module.functions.length;
    const words = new Int32Array(2 * count + 64);
    for (let i = 0; i < count; i++) words[count + i] = module.canonicalTypes[module.functions[i]!]!;
    this.code.words = words;
    this.code.length = 2 * count;
  }

  /** The module's code; to be called after the last function. */
  finish(): Int32Array {
    return this.code.finish();
  }

  begin(index: number, type: FunctionType, locals: readonly LocalRun[], localCount: number): void {
    const { code, stack } = this;
    if (this.repeat) code.length = this.start;
    else {
      this.start = code.length;
      this.far = false;
    }
    const wide = this.repeat && this.needsWide;
    this.needsWide = false;
    this.needsFar = false;
    this.repeat = false;
    this.type = type;
    this.locals = locals;
    stack.height = 0;
    this.labels.length = 0;
    this.labels.push(new Label(Op.block, new FunctionType([], type.results), 0, 0));
    this.layout = new FrameLayout(type.params.length, localCount, type.results.length, wide);
    this.header = code.length;
    code.words[index] = this.header;
    code.push(0);
    this.clearLocals(localCount);
    this.newBlock();
  }

  /** Whether the function must be visited again, because it turned out to be large. */
  again(): boolean {
    return this.repeat;
  }

  /** Locals are zero or null at first. */
  private clearLocals(localCount: number): void {
    const { code, layout, locals } = this;
    const params = this.type.params.length;
    const count = localCount - params;
    if (count === 0) return;
    const first = layout.local(params);
    if (count === 1 && !isReference(this.localType(params))) {
      this.constant(first, this.localType(params), 0, 0);
      return;
    }
    code.a16(Instruction.zero, 0, first);
    code.push(count);
    for (let run = 0; run < locals.length; run++) {
      const { start, type } = locals[run]!;
      if (start < params || !isReference(type)) continue;
      const end = run + 1 < locals.length ? locals[run + 1]!.start : localCount;
      code.a16(Instruction.zero_refs, 0, layout.local(start));
      code.push(end - start);
    }
  }

  /** A basic block begins: nothing before can be changed, and fuel is counted anew. */
  private newBlock(): void {
    this.boundary();
    if (this.fuelIndex >= 0) this.code.words[this.fuelIndex]! |= this.fuelAmount << 8;
    this.fuelIndex = -1;
    this.fuelAmount = 0;
  }

  private charge(op: Op): void {
    if (!this.consumeFuel) return;
    const fuel = fuelOf(op);
    if (fuel === 0) return;
    if (this.fuelIndex < 0) {
      this.fuelIndex = this.code.length;
      this.code.push(Instruction.fuel);
    }
    this.fuelAmount += fuel;
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    const { code, stack } = this;
    this.charge(op);
    if (op === Op.if) this.takeCondition();
    const height = stack.height - type.params.length;
    // What is below stays reachable whichever way control goes, so no local may be named any more.
    this.settleFrom(height);
    if (op === Op.loop) this.newBlock();
    const label = new Label(op, type, height, code.length);
    this.labels.push(label);
    if (op === Op.if) {
      label.skip = this.branchIf(true);
      label.skipReach = this.reach;
      this.newBlock();
    }
  }

  else(reachable: boolean): void {
    const label = this.labels[this.labels.length - 1]!;
    if (reachable) {
      this.settleFrom(label.height);
      this.branch(label);
    }
    this.newBlock();
    this.patchHere(label.skip, label.skipReach);
    label.skip = -1;
    this.resume(label, label.type.params);
  }

  end(reachable: boolean): void {
    const label = this.labels.pop()!;
    if (this.labels.length === 0) {
      if (reachable) this.emitReturn();
      this.finishFunction();
      return;
    }
    if (reachable) this.settleFrom(label.height);
    this.newBlock();
    if (label.skip >= 0) this.patchHere(label.skip, label.skipReach);
    const { patches } = label;
    for (let i = 0; i < patches.length; i += 2) this.patchHere(patches[i]!, patches[i + 1]!);
    this.resume(label, label.type.results);
  }

  /** Operands after a label: those of the block, each in its slot. */
  private resume(label: Label, types: readonly ValueType[]): void {
    this.stack.height = label.height;
    for (const type of types) {
      this.layout.operand(this.stack.height);
      this.stack.push(type);
    }
  }

  private finishFunction(): void {
    const { code, layout } = this;
    this.newBlock();
    code.words[this.header] = layout.size | (layout.returnSlot << 16);
    if (this.needsWide || this.needsFar) {
      this.repeat = true;
      this.far = this.needsFar || this.far;
      // A repeated wide frame stays wide, whatever made it repeat.
      this.needsWide = this.needsWide || layout.wide;
    }
  }

  private labelAt(depth: number): Label {
    return this.labels[this.labels.length - 1 - depth]!;
  }

  private isFunction(label: Label): boolean {
    return label === this.labels[0];
  }

  /** Whether a branch to the label has to move operands first. */
  private movesFor(label: Label): boolean {
    const { stack } = this;
    const count = label.operands.length;
    if (count === 0) return false;
    if (stack.height - count !== label.height) return true;
    for (let i = label.height; i < stack.height; i++)
      if (stack.places[i] !== Place.Slot) return true;
    return false;
  }

  /**
   * Puts a label's operands where the label expects them, and leaves the picture of the stack as it
   * is: a branch may not be taken. Several are in their slots already (`settleSeveral`).
   */
  private moveTo(label: Label): void {
    const { stack, layout } = this;
    const count = label.operands.length;
    const from = stack.height - count;
    if (count > 1) this.moveMany(layout.operand(label.height), layout.operand(from), count);
    else if (count === 1) this.copy(from, layout.operand(label.height));
  }

  /**
   * Several operands are moved by one instruction, for which they must be neighbours. This changes
   * the picture of the stack, so it must be done before a branch that may skip the move.
   */
  private settleSeveral(label: Label): void {
    const count = label.operands.length;
    if (count > 1) this.settleFrom(this.stack.height - count);
  }

  /** Jumps to a label whose operands are in place. */
  private branch(label: Label): void {
    const { code } = this;
    const index = code.length;
    code.push(Instruction.br);
    if (label.op === Op.loop) this.patch(index, Reach.Relative24, label.start);
    else label.patches.push(index, Reach.Relative24);
  }

  private branchTo(label: Label): void {
    if (this.isFunction(label)) {
      this.emitReturn();
      return;
    }
    this.settleSeveral(label);
    this.moveTo(label);
    this.branch(label);
  }

  private branchToIf(label: Label): void {
    this.takeCondition();
    this.settleSeveral(label);
    if (this.isFunction(label) || this.movesFor(label)) {
      const skip = this.branchIf(true);
      const reach = this.reach;
      this.branchTo(label);
      this.newBlock();
      this.patchHere(skip, reach);
      return;
    }
    const index = this.branchIf(false);
    if (label.op === Op.loop) this.patch(index, this.reach, label.start);
    else label.patches.push(index, this.reach);
    this.newBlock();
  }

  brTable(depths: readonly number[]): void {
    const { code, stack } = this;
    this.charge(Op.br_table);
    stack.height--;
    const index = this.slotOf(stack.height);
    this.settleSeveral(this.labelAt(depths[depths.length - 1]!));
    code.abc(Instruction.br_table, this.source(index, ValueType.I32, 0));
    code.push(depths.length - 1);
    const table = code.length;
    for (let i = 0; i < depths.length; i++) code.push(0);
    /** By depth: where the moves before the jump begin. */
    const stubs = new Map<number, number>();
    for (let i = 0; i < depths.length; i++) {
      const depth = depths[i]!;
      const label = this.labelAt(depth);
      if (!this.isFunction(label) && !this.movesFor(label)) {
        if (label.op === Op.loop) this.patch(table + i, Reach.Absolute, label.start);
        else label.patches.push(table + i, Reach.Absolute);
        continue;
      }
      let stub = stubs.get(depth);
      if (stub === undefined) {
        stub = code.length;
        stubs.set(depth, stub);
        this.branchTo(label);
      }
      code.words[table + i] = stub;
    }
    this.newBlock();
  }

  private emitReturn(): void {
    const { code, stack, layout } = this;
    const { results } = this.type;
    const from = stack.height - results.length;
    if (results.length === 1) {
      const type = results[0]!;
      const field = this.operandCopy(from);
      code.a16(
        byType(type, Instruction.return32, Instruction.return64, Instruction.return_ref),
        field,
        layout.returnSlot,
      );
      return;
    }
    if (results.length > 1) {
      this.settleFrom(from);
      this.moveMany(0, layout.operand(from), results.length);
    }
    code.a16(Instruction.return0, 0, layout.returnSlot);
  }

  /** The field of an operand, without changing the picture of the stack: the return may be skipped. */
  private operandCopy(height: number): number {
    const { stack, layout } = this;
    const type = stack.types[height]!;
    if (stack.places[height] === Place.Constant) this.copy(height, layout.operand(height));
    const slot =
      stack.places[height] === Place.Local
        ? layout.local(stack.lows[height]!)
        : layout.operand(height);
    return this.source(slot, type, 0);
  }

  /** How far the branch that `branchIf` emitted reaches. */
  private reach: Reach = Reach.Relative16;

  /** Emits the branch on the condition taken; returns the word to patch. */
  private branchIf(negated: boolean): number {
    const { code } = this;
    if (this.emitFused(negated)) {
      this.reach = Reach.Absolute;
      code.push(0);
      return code.length - 1;
    }
    if (this.far) {
      this.emitPlain(!negated, 1);
      this.reach = Reach.Relative24;
      code.push(Instruction.br);
    } else {
      this.emitPlain(negated, 0);
      this.reach = Reach.Relative16;
    }
    return code.length - 1;
  }

  private patchHere(index: number, reach: number): void {
    this.patch(index, reach, this.code.length);
  }

  private patch(index: number, reach: number, target: number): void {
    const { words } = this.code;
    const distance = target - index - 1;
    if (reach === Reach.Absolute) words[index] = target;
    else if (reach === Reach.Relative24) words[index]! |= distance << 8;
    else if ((distance << 16) >> 16 === distance) words[index]! |= distance << 16;
    else this.needsFar = true;
  }

  private call(op: Op, functionIndex: number): void {
    const { code, module } = this;
    const type = module.types[module.functions[functionIndex]!]!;
    const slot = this.settleArguments(type);
    if (op === Op.return_call) {
      code.a16(Instruction.return_call, 0, slot);
      code.push(functionIndex);
      code.push((this.layout.returnSlot << 16) | type.params.length);
      return;
    }
    if (slot < 256 && functionIndex < 65536) {
      const imported = functionIndex < module.importedFunctions;
      code.a16(imported ? Instruction.call_import : Instruction.call, slot, functionIndex);
    } else {
      code.a16(Instruction.call_far, 0, slot);
      code.push(functionIndex);
    }
    this.pushResults(type);
  }

  private callIndirect(op: Op, typeIndex: number, table: number): void {
    const { code, module, stack } = this;
    const type = module.types[typeIndex]!;
    stack.height--;
    const element = this.slotOf(stack.height);
    const slot = this.settleArguments(type);
    const field = this.source(element, ValueType.I32, 0);
    const tail = op === Op.return_call_indirect;
    code.a16(tail ? Instruction.return_call_indirect : Instruction.call_indirect, field, slot);
    code.push(module.canonicalTypes[typeIndex]!);
    code.push(table);
    if (tail) code.push((this.layout.returnSlot << 16) | type.params.length);
    else this.pushResults(type);
  }

  /** Puts a call's arguments side by side; returns the first one's slot. */
  private settleArguments(type: FunctionType): number {
    const height = this.stack.height - type.params.length;
    for (let i = height; i < this.stack.height; i++) this.settle(i);
    this.stack.height = height;
    return this.layout.operand(height);
  }

  private pushResults(type: FunctionType): void {
    for (const result of type.results) {
      this.layout.operand(this.stack.height);
      this.stack.push(result);
    }
  }

  instruction(op: Op, x: number, y: number): void {
    this.charge(op);
    switch (op) {
      case Op.br:
        this.branchTo(this.labelAt(x));
        break;
      case Op.br_if:
        this.branchToIf(this.labelAt(x));
        break;
      case Op.return:
        this.emitReturn();
        break;
      case Op.unreachable:
        this.code.push(Instruction.unreachable);
        break;
      case Op.call:
      case Op.return_call:
        this.call(op, x);
        break;
      case Op.call_indirect:
      case Op.return_call_indirect:
        this.callIndirect(op, x, y);
        break;
      default:
        this.operation(op, x, y);
    }
  }
}
