import { factOf, operandOf, resultOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { isReference, ValueType } from '../types/value-type.js';
import { isLoad } from './access.js';
import { Accesses } from './accesses.js';
import {
  constantForm,
  fitsConstantForm,
  instructionOf,
  isCommutative,
  isComparison,
  isRetyping,
  isSwapped,
  loweringOf,
  NO_FORM,
  wordForm,
} from './choice.js';
import { byType } from './emitter.js';
import { Instruction } from './generated/instruction.js';
import { Place } from './operand-stack.js';

/** Translates what is no control: numbers, variables, memories, tables, references. */
export class Operations extends Accesses {
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
        this.bulk(op, 0, x, y);
        stack.push(ValueType.I32);
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
}

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
