import type { DecodedModule } from '../binary/decoded-module.js';
import { fuelOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import type { CodeBuffer } from './code-buffer.js';
import { byType } from './emitter.js';
import { Instruction } from './generated/instruction.js';
import { type Label, type Patch, Reach } from './label.js';
import { Operations } from './operations.js';
import { Place } from './operand-stack.js';

/** Labels, the branches to them, returns, and the fuel of the basic blocks between. */
export class Branches extends Operations {
  protected readonly labels: Label[] = [];
  type!: FunctionType;
  /**
   * The function is translated in the shortest form at first, and again when that did not reach:
   * conditional branches further than their bits tell are marked by their order in the function.
   */
  protected readonly farBranches: boolean[] = [];
  protected branchCount = 0;
  protected needsFar = false;
  /** The instruction that counts the fuel of the current basic block; −1 before its first cost. */
  private fuelIndex = -1;
  private fuelAmount = 0;

  constructor(
    module: DecodedModule,
    globalPlaces: readonly number[],
    code: CodeBuffer,
    /** Whether basic blocks count fuel. */
    private readonly consumeFuel: boolean,
  ) {
    super(module, globalPlaces, code);
  }

  /** A basic block begins: nothing before can be changed, and fuel is counted anew. */
  protected newBlock(): void {
    this.boundary();
    if (this.fuelIndex >= 0) this.code.words[this.fuelIndex]! |= this.fuelAmount << 8;
    this.fuelIndex = -1;
    this.fuelAmount = 0;
  }

  charge(op: Op): void {
    if (!this.consumeFuel) return;
    const fuel = fuelOf(op);
    if (fuel === 0) return;
    if (this.fuelIndex < 0) {
      this.fuelIndex = this.code.length;
      this.code.push(Instruction.fuel);
    }
    this.fuelAmount += fuel;
  }

  labelAt(depth: number): Label {
    return this.labels[this.labels.length - 1 - depth]!;
  }

  isFunction(label: Label): boolean {
    return label === this.labels[0];
  }

  /** Whether a branch to the label has to move operands first. */
  protected movesFor(label: Label): boolean {
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
  protected moveTo(label: Label): void {
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
  protected settleSeveral(label: Label): void {
    const count = label.operands.length;
    if (count > 1) this.settleFrom(this.stack.height - count);
  }

  /** A branch goes to a label: a loop's beginning is known, other labels are yet to come. */
  protected aim(patch: Patch, label: Label): void {
    if (label.op === Op.loop) this.patch(patch, label.start);
    else label.patches.push(patch);
  }

  /** Jumps to a label whose operands are in place. */
  protected branch(label: Label): void {
    const { code } = this;
    code.push(Instruction.br);
    this.aim({ index: code.length - 1, reach: Reach.Relative24, order: -1 }, label);
  }

  protected branchTo(label: Label): void {
    if (this.isFunction(label)) {
      this.emitReturn();
      return;
    }
    this.settleSeveral(label);
    this.moveTo(label);
    this.branch(label);
  }

  protected branchToIf(label: Label): void {
    this.takeCondition();
    this.settleSeveral(label);
    if (this.isFunction(label) || this.movesFor(label)) {
      const skip = this.branchIf(true);
      this.branchTo(label);
      this.newBlock();
      this.patch(skip, this.code.length);
      return;
    }
    this.aim(this.branchIf(false), label);
    this.newBlock();
  }

  emitReturn(): void {
    const { code, stack, layout } = this;
    const { results } = this.type;
    const from = stack.height - results.length;
    if (results.length === 1) {
      const type = results[0]!;
      if (this.isShortConstant(from)) {
        code.a16(Instruction.return32_c, stack.lows[from]! & 0xff, layout.returnSlot);
        return;
      }
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
  protected operandCopy(height: number): number {
    const { stack, layout } = this;
    const type = stack.types[height]!;
    if (stack.places[height] === Place.Constant) this.copy(height, layout.operand(height));
    const slot =
      stack.places[height] === Place.Local
        ? layout.local(stack.lows[height]!)
        : layout.operand(height);
    return this.source(slot, type, 0);
  }

  /** Emits the branch on the condition taken. */
  protected branchIf(negated: boolean): Patch {
    const { code } = this;
    const order = this.branchCount++;
    const far = this.farBranches[order] === true;
    let reach: Reach;
    if (this.isComparison) {
      this.emitFused(negated, far);
      reach = far ? Reach.Absolute : Reach.Relative8;
      if (far) code.push(0);
    } else {
      this.emitPlain(far ? !negated : negated, far ? 1 : 0);
      reach = far ? Reach.Relative24 : Reach.Relative16;
      if (far) code.push(Instruction.br);
    }
    return { index: code.length - 1, reach, order };
  }

  /** Says where a branch goes. */
  protected patch({ index, reach, order }: Patch, target: number): void {
    const { words } = this.code;
    const distance = target - index - 1;
    if (reach === Reach.Absolute) words[index] = target;
    else if (reach === Reach.Relative24) words[index]! |= distance << 8;
    else {
      const shift = reach === Reach.Relative8 ? 24 : 16;
      if ((distance << shift) >> shift === distance) words[index]! |= distance << shift;
      else {
        this.farBranches[order] = true;
        this.needsFar = true;
      }
    }
  }
}
