import type { DecodedModule } from '../binary/decoded-module.js';
import { factOf, operandOf, resultOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { isReference, ValueType } from '../types/value-type.js';
import type { LocalRun } from '../validation/function-visitor.js';
import {
  constantForm,
  fitsConstantForm,
  fusedBranch,
  instructionOf,
  isCommutative,
  isComparison,
  isFusible,
  isRetyping,
  isSwapped,
  loweringOf,
  NO_FORM,
  wordForm,
} from './choice.js';
import { GlobalKind } from '../runtime/global-layout.js';
import { readConstant } from '../runtime/constant-expression.js';
import { Reader } from '../binary/reader.js';
import type { CodeBuffer } from './code-buffer.js';
import { byType, Emitter } from './emitter.js';
import { Instruction } from './generated/instruction.js';
import { accessOf, Addressing, extensionOf, isLoad, nearOffset } from './access.js';
import { Place } from './operand-stack.js';

/** Translates what is no control: numbers, variables, memories, tables, references. */
export class Operations extends Emitter {
  /** Whether an instruction named a data or element segment. */
  namesSegments = false;
  protected locals: readonly LocalRun[] = [];
  /** The condition that `takeCondition` took: a comparison to merge with the branch, or −1. */
  private comparison = -1;
  /** Its word; or the slot of a condition that is no comparison. */
  private condition = 0;

  constructor(
    protected readonly module: DecodedModule,
    /** See runtime/global-layout.ts. */
    private readonly globalPlaces: readonly number[],
    code: CodeBuffer,
  ) {
    super(code);
  }

  protected localType(index: number): ValueType {
    const { locals } = this;
    let run = locals.length - 1;
    while (locals[run]!.start > index) run--;
    return locals[run]!.type;
  }

  protected operation(op: Op, x: number, y: number): void {
    const lowering = loweringOf(op);
    if (lowering !== 0) {
      this.numeric(op, lowering);
      return;
    }
    if (isLoad(op)) {
      this.load(op, x, y);
      return;
    }
    const { stack, code, module } = this;
    switch (op) {
      case Op.nop:
        break;
      case Op.drop:
        stack.height--;
        break;
      case Op.select:
      case Op.select_t:
        this.select();
        break;
      case Op.local_get:
        stack.push(this.localType(x), Place.Local, x);
        break;
      case Op.local_set:
        this.setLocal(x);
        stack.height--;
        break;
      case Op.local_tee:
        this.teeLocal(x);
        break;
      case Op.global_get:
        this.getGlobal(x);
        break;
      case Op.global_set:
        this.setGlobal(x);
        break;
      case Op.i32_const:
        stack.push(ValueType.I32, Place.Constant, x);
        break;
      case Op.f32_const:
        stack.push(ValueType.F32, Place.Constant, x);
        break;
      case Op.i64_const:
        stack.push(ValueType.I64, Place.Constant, x, y);
        break;
      case Op.f64_const:
        stack.push(ValueType.F64, Place.Constant, x, y);
        break;
      case Op.memory_size:
        this.makeFrom16(Instruction.memory_size, stack.height, ValueType.I32, x);
        break;
      case Op.ref_null:
        this.make(Instruction.ref_null, stack.height, x);
        break;
      case Op.ref_is_null: {
        const height = stack.height - 1;
        this.make(Instruction.ref_is_null, height, ValueType.I32, this.operand(height));
        break;
      }
      case Op.ref_func:
        this.makeWith(Instruction.ref_func, stack.height, ValueType.FuncRef, 0, x);
        break;
      case Op.table_get: {
        const height = stack.height - 1;
        const type = module.tables[x]!.element;
        this.makeWith(Instruction.table_get, height, type, this.operand(height), x);
        break;
      }
      case Op.table_set: {
        const height = stack.height - 2;
        const index = this.operand(height, 0);
        const value = this.operand(height + 1, 1);
        code.abc(Instruction.table_set, value, index);
        code.push(x);
        stack.height = height;
        break;
      }
      case Op.table_size:
        this.makeFrom16(Instruction.table_size, stack.height, ValueType.I32, x);
        break;
      case Op.memory_grow:
        this.bulk(op, 1, x, y);
        this.stack.push(ValueType.I32);
        break;
      case Op.table_grow:
        this.bulk(op, 2, x, y);
        this.stack.push(ValueType.I32);
        break;
      case Op.data_drop:
      case Op.elem_drop:
        this.bulk(op, 0, x, y);
        break;
      default:
        if (op > 0xff) this.bulk(op, 3, x, y);
        else this.store(op, x, y);
    }
  }

  private getGlobal(index: number): void {
    const { stack, module } = this;
    const type = module.globals[index]!.content;
    const place = this.globalPlaces[index]!;
    const kind: GlobalKind = place & 3;
    if (kind === GlobalKind.Constant) {
      const { low, high } = readConstant(new Reader(module.bytes, module.globalInits[index]));
      stack.push(type, Place.Constant, low, high);
      return;
    }
    const instruction =
      kind === GlobalKind.Plain
        ? byType(
            type,
            Instruction.global_get32,
            Instruction.global_get64,
            Instruction.global_get_ref,
          )
        : byType(type, Instruction.shared_get, Instruction.shared_get, Instruction.shared_get_ref);
    this.makeFrom16(instruction, stack.height, type, place >> 2);
  }

  private setGlobal(index: number): void {
    const { stack, code } = this;
    const place = this.globalPlaces[index]!;
    const plain = (place & 3) === GlobalKind.Plain;
    const top = stack.height - 1;
    if (plain && this.isShortConstant(top)) {
      code.a16(Instruction.global_set32_c, stack.lows[top]! & 0xff, place >> 2);
    } else {
      const type = stack.types[top]!;
      const field = this.operand(top);
      const instruction = plain
        ? byType(
            type,
            Instruction.global_set32,
            Instruction.global_set64,
            Instruction.global_set_ref,
          )
        : byType(type, Instruction.shared_set, Instruction.shared_set, Instruction.shared_set_ref);
      code.a16(instruction, field, place >> 2);
    }
    stack.height = top;
  }

  /** Whether an operand is a constant of 32 bits that fits 8. */
  protected isShortConstant(height: number): boolean {
    const { places, types, lows } = this.stack;
    const low = lows[height]!;
    return (
      places[height] === Place.Constant &&
      types[height] === ValueType.I32 &&
      (low << 24) >> 24 === low
    );
  }

  /** Instructions with one or two number operands and a number result. */
  private numeric(op: Op, lowering: number): void {
    const { stack } = this;
    const fact = factOf(op);
    const type = resultOf(fact) as ValueType;
    if (isRetyping(lowering)) {
      this.retype(type);
      return;
    }
    if (operandOf(fact, 1) === 0) {
      const height = stack.height - 1;
      this.make(instructionOf(lowering), height, type, this.operand(height));
      return;
    }
    const height = stack.height - 2;
    let first = height;
    let second = height + 1;
    const { places } = stack;
    if (places[first] === Place.Constant && places[second] !== Place.Constant) {
      if (isComparison(lowering)) {
        op = mirrored(op);
        lowering = loweringOf(op);
      }
      if (isComparison(lowering) || isCommutative(lowering)) {
        first = height + 1;
        second = height;
      }
    }
    if (
      places[second] === Place.Constant &&
      this.withConstant(op, lowering, first, second, height)
    ) {
      return;
    }
    if (isSwapped(lowering)) {
      const exchanged = first;
      first = second;
      second = exchanged;
    }
    const b = this.operand(first, 0);
    const c = this.operand(second, 1);
    this.make(instructionOf(lowering), height, type, b, c);
  }

  /** Tries the forms that hold the second operand, a constant, in the instruction. */
  private withConstant(
    op: Op,
    lowering: number,
    first: number,
    second: number,
    height: number,
  ): boolean {
    const { stack } = this;
    const type = resultOf(factOf(op)) as ValueType;
    let value = stack.lows[second]!;
    if (op === Op.i32_sub) {
      lowering = loweringOf(Op.i32_add);
      value = -value | 0;
    } else if (isComparison(lowering) && isSwapped(lowering)) {
      // x > c is x >= c + 1, and x <= c is x < c + 1, where c + 1 does not wrap.
      const unsigned = op === Op.i32_gt_u || op === Op.i32_le_u;
      if (value < 0 ? unsigned : value === 0x7fffffff) return false;
      lowering = loweringOf(STRICTNESS[op - Op.i32_lt_s]!);
      value++;
    } else if (isShift(op)) {
      value &= op >= Op.i64_shl ? 63 : 31;
    } else if (stack.types[second] !== ValueType.I32) {
      return false;
    }
    if (fitsConstantForm(lowering, value)) {
      this.make(constantForm(lowering), height, type, this.operand(first), value & 0xff);
      return true;
    }
    if (lowering === loweringOf(Op.i32_add) && value >= 0 && (value & ~1020) === 0) {
      this.make(Instruction.i32_add_c4, height, type, this.operand(first), value >> 2);
      return true;
    }
    if (wordForm(lowering) === NO_FORM) return false;
    this.makeWith(wordForm(lowering), height, type, this.operand(first), value);
    return true;
  }

  /** Wrapping and reinterpreting: the cells stay, the type changes. */
  private retype(type: ValueType): void {
    const { stack } = this;
    const height = stack.height - 1;
    // A local would be copied later by its new type; one that is narrower is just that.
    stack.types[height] = type;
  }

  private select(): void {
    const { stack, code } = this;
    const height = stack.height - 3;
    const type = stack.types[height]!;
    if (stack.places[height] === Place.Slot && !isReference(type)) {
      // The first operand is where the result goes: it stays there, or the second replaces it.
      const other = this.operand(height + 1, 0);
      const condition = this.operand(height + 2, 1);
      const slot = this.layout.operand(height);
      const field = this.source(slot, type, 3);
      code.abc(
        byType(type, Instruction.choose32, Instruction.choose64, 0),
        field,
        other,
        condition,
      );
      this.written(slot, type, -1);
      stack.height = height + 1;
      return;
    }
    const condition = this.slotOf(height + 2);
    const b = this.operand(height, 0);
    const c = this.operand(height + 1, 1);
    const slot = this.layout.operand(height);
    const index = code.length;
    code.abc(
      byType(type, Instruction.select32, Instruction.select64, Instruction.select_ref),
      this.target(slot),
      b,
      c,
    );
    code.push(condition);
    stack.height = height;
    stack.push(type);
    this.written(slot, type, index);
  }

  /**
   * Gives the top operand to a local; operands below that still name the local keep its old value.
   * @returns whether the instruction that made the operand now writes the local instead
   */
  private setLocal(index: number): boolean {
    const { code, layout } = this;
    const slot = layout.local(index);
    this.keepLocal(index);
    if (this.lastIsTop && slot < 256) {
      code.words[this.last] = (code.words[this.last]! & ~0xff00) | (slot << 8);
      this.boundary();
      return true;
    }
    this.copy(this.stack.height - 1, slot);
    return false;
  }

  private teeLocal(index: number): void {
    const { stack } = this;
    if (!this.setLocal(index)) return;
    const top = stack.height - 1;
    stack.places[top] = Place.Local;
    stack.lows[top] = index;
  }

  private load(op: Op, offset: number, memory: number): void {
    const { stack, code } = this;
    const height = stack.height - 1;
    const type = resultOf(factOf(op)) as ValueType;
    const absolute = this.constantAddress(height, offset);
    const address = absolute < 0 ? this.operand(height) : 0;
    const near = nearOffset(op, offset);
    this.useMemory(memory);
    if (absolute >= 0) {
      this.makeFrom16(accessOf(op, Addressing.Absolute), height, type, absolute);
    } else if (near >= 0) {
      this.make(accessOf(op, Addressing.Near), height, type, address, near);
    } else {
      this.makeWith(accessOf(op, Addressing.Far), height, type, address, offset | 0);
    }
    const extension = extensionOf(op);
    if (extension !== 0) {
      const slot = this.layout.operand(height);
      const field = this.source(slot, type, 0);
      code.abc(extension, this.target(slot), field);
      this.written(slot, type, -1);
    }
    if (memory !== 0) code.push(Instruction.use_memory);
  }

  private store(op: Op, offset: number, memory: number): void {
    const { stack, code } = this;
    const height = stack.height - 2;
    const absolute = this.constantAddress(height, offset);
    const address = absolute < 0 ? this.operand(height, 0) : 0;
    const value = this.operand(height + 1, 1);
    const near = nearOffset(op, offset);
    this.useMemory(memory);
    if (absolute >= 0) {
      code.a16(accessOf(op, Addressing.Absolute), value, absolute);
    } else if (near >= 0) {
      code.abc(accessOf(op, Addressing.Near), value, address, near);
    } else {
      code.abc(accessOf(op, Addressing.Far), value, address);
      code.push(offset | 0);
    }
    if (memory !== 0) code.push(Instruction.use_memory);
    stack.height = height;
  }

  /** The address, when it is a constant of 16 bits; otherwise −1. */
  private constantAddress(height: number, offset: number): number {
    const { places, lows } = this.stack;
    if (places[height] !== Place.Constant) return -1;
    const address = (lows[height]! >>> 0) + offset;
    return address < 65536 ? address : -1;
  }

  /** The next access goes to a memory that is not the first. */
  private useMemory(memory: number): void {
    if (memory !== 0) this.code.a16(Instruction.use_memory, memory & 0xff, memory >> 8);
  }

  /** Instructions that `bulk` executes: their operands in their slots. */
  private bulk(op: Op, operands: number, x: number, y: number): void {
    const { stack, code, layout } = this;
    const height = stack.height - operands;
    for (let i = height; i < stack.height; i++) this.settle(i);
    stack.height = height;
    this.namesSegments ||= NAME_SEGMENTS.includes(op);
    code.a16(Instruction.bulk, op & 0xff, layout.operand(height));
    code.push(x);
    code.push(y);
  }

  /**
   * Takes the condition of a branch from the stack. A comparison that was the last instruction is
   * taken out of the code, to become one with the branch.
   */
  protected takeCondition(): void {
    const { stack, code } = this;
    const top = stack.height - 1;
    this.comparison = -1;
    if (this.lastIsTop) {
      const word = code.words[this.last]!;
      const instruction = word & 0xff;
      if (isFusible(instruction) || instruction === Instruction.i32_eqz) {
        this.comparison = instruction;
        this.condition = word;
        code.length = this.last;
        this.boundary();
      }
    }
    if (this.comparison < 0) this.condition = this.slotOf(top);
    stack.height = top;
  }

  /** Whether the condition is a comparison of two values. */
  protected get isComparison(): boolean {
    return this.comparison >= 0 && this.comparison !== Instruction.i32_eqz;
  }

  /**
   * Emits the branch of a comparison, without its distance, or the word of its target.
   * @param far whether the target needs a word
   */
  protected emitFused(negated: boolean, far: boolean): void {
    const word = this.condition;
    const fields = CONSTANT_COMPARISONS.includes(this.comparison)
      ? // The constant becomes 8 bits in field b, or 16.
        ((word >> 8) & 0xff00) | (far ? (word >> 24) << 16 : (word >>> 8) & 0xff0000)
      : (word >>> 8) & 0xffff00;
    this.code.push(fusedBranch(this.comparison, negated, far) | fields);
  }

  /** Emits a branch on the condition's being zero or not. */
  protected emitPlain(negated: boolean, distance: number): void {
    let field: number;
    if (this.comparison >= 0) {
      negated = !negated;
      field = (this.condition >> 16) & 0xff;
    } else {
      field = this.source(this.condition, ValueType.I32, 0);
    }
    this.code.a16(negated ? Instruction.br_eqz : Instruction.br_nez, field, distance);
  }
}

/** Comparisons that hold their second operand. */
const CONSTANT_COMPARISONS: readonly number[] = Object.freeze([
  Instruction.i32_eq_c,
  Instruction.i32_ne_c,
  Instruction.i32_lt_s_c,
  Instruction.i32_ge_s_c,
  Instruction.i32_lt_u_c,
  Instruction.i32_ge_u_c,
]);

const NAME_SEGMENTS: readonly Op[] = Object.freeze([
  Op.memory_init,
  Op.data_drop,
  Op.table_init,
  Op.elem_drop,
]);

/** From `i32.lt_s` on: the comparison with the operands exchanged. */
const MIRRORED: readonly Op[] = Object.freeze([
  Op.i32_gt_s,
  Op.i32_gt_u,
  Op.i32_lt_s,
  Op.i32_lt_u,
  Op.i32_ge_s,
  Op.i32_ge_u,
  Op.i32_le_s,
  Op.i32_le_u,
]);

/** From `i32.lt_s` on: for > the ≥, for ≤ the < of a constant larger by one. */
const STRICTNESS: readonly Op[] = Object.freeze([
  Op.i32_lt_s,
  Op.i32_lt_u,
  Op.i32_ge_s,
  Op.i32_ge_u,
  Op.i32_lt_s,
  Op.i32_lt_u,
]);

function mirrored(op: Op): Op {
  return op >= Op.i32_lt_s && op <= Op.i32_ge_u ? MIRRORED[op - Op.i32_lt_s]! : op;
}

function isShift(op: Op): boolean {
  return (op >= Op.i32_shl && op <= Op.i32_shr_u) || (op >= Op.i64_shl && op <= Op.i64_shr_u);
}
