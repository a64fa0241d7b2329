import { Op } from '../../src/opcodes/op.js';
import { ValueType } from '../../src/types/value-type.js';
import { f32, f64, u32 } from './bytes.js';
import { StackOperands } from './stack-operands.js';

/** Makes differences show: what nothing else needs goes into sums, which the module exports. */
export class StackObservation extends StackOperands {
  protected dropAll(): void {
    while (this.stack.length > this.base) this.observe();
  }

  /** Takes the value on top of the stack. */
  protected observe(): void {
    const { random, layout, reserved } = this;
    if (random.once(6)) {
      this.apply(1, [], Op.drop);
      return;
    }
    this.toI32();
    const isLocal = !random.once(3);
    const [get, set, index] = isLocal
      ? [Op.local_get, Op.local_set, u32(reserved.sum)]
      : [Op.global_get, Op.global_set, u32(layout.sum)];
    this.emit(get, ...index);
    this.emit(Op.i32_const, 31);
    this.emit(Op.i32_mul);
    this.emit(random.once(2) ? Op.i32_add : Op.i32_xor);
    this.apply(1, [], set, ...index);
  }

  /** Adds the function's own sum to the module's. */
  protected flush(): void {
    const [own, all] = [u32(this.reserved.sum), u32(this.layout.sum)];
    this.emit(Op.local_get, ...own);
    this.emit(Op.global_get, ...all);
    this.emit(Op.i32_add);
    this.emit(Op.global_set, ...all);
  }

  /** Makes an i32 of the value on top, in which its bits can be seen. */
  private toI32(): void {
    const { random } = this;
    switch (this.stack[this.stack.length - 1]!) {
      case ValueType.I32:
        // Only so would a zero show that has a sign.
        if (random.once(6)) {
          this.apply(1, [ValueType.F64], Op.f64_convert_i32_s);
          this.toI32();
        }
        break;
      case ValueType.I64:
        this.wrap();
        break;
      case ValueType.F32:
        if (random.once(3)) {
          // More precision than the type has would show.
          this.apply(1, [ValueType.F64], Op.f64_promote_f32);
          this.toI32();
          break;
        }
        this.denan();
        this.apply(1, [ValueType.I32], Op.i32_reinterpret_f32);
        break;
      case ValueType.F64:
        this.denan();
        this.apply(1, [ValueType.I64], Op.i64_reinterpret_f64);
        this.wrap();
        break;
      default:
        this.apply(1, [ValueType.I32], Op.ref_is_null);
    }
  }

  /** One half of an i64, or both. */
  private wrap(): void {
    const { random, reserved } = this;
    const kind = random.next(5);
    const scratch = u32(reserved.scratch[ValueType.I64]);
    if (kind === 0) this.emit(Op.local_tee, ...scratch);
    if (kind <= 2) {
      this.emit(Op.i64_const, 32);
      this.emit(random.once(2) ? Op.i64_shr_u : Op.i64_shr_s);
    }
    if (kind === 0) {
      this.emit(Op.local_get, ...scratch);
      this.emit(Op.i64_xor);
    }
    this.apply(1, [ValueType.I32], Op.i32_wrap_i64);
  }

  /**
   * Makes a NaN on top a number: the sign of a NaN that arithmetic makes is the engine's choice, so
   * its bits must not be looked at.
   */
  protected denan(): void {
    const type = this.stack[this.stack.length - 1]!;
    if (type !== ValueType.F32 && type !== ValueType.F64) return;
    const scratch = u32(this.reserved.scratch[type]);
    const isF32 = type === ValueType.F32;
    this.emit(Op.local_tee, ...scratch);
    if (isF32) this.emit(Op.f32_const, ...f32(7.5));
    else this.emit(Op.f64_const, ...f64(7.5));
    this.emit(Op.local_get, ...scratch);
    this.emit(Op.local_get, ...scratch);
    this.emit(isF32 ? Op.f32_eq : Op.f64_eq);
    this.emit(Op.select);
  }
}
