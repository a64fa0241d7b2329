import { bitsOfF32, bitsOfF64, f32OfBits, f64OfBits } from '../numeric/bits.js';
import { fromBigInt, high, toS64 } from '../numeric/i64.js';
import type { GlobalType } from '../types/global-type.js';
import { isReference, ValueType } from '../types/value-type.js';
import { referenceFromHost, referenceToHost } from './value.js';

/**
 * A global variable. https://webassembly.github.io/spec/core/exec/runtime.html#global-instances
 */
export class Global {
  /**
   * The value is kept as the stack keeps it: `low` and `high` are the bits of a number, a reference
   * stands in `low`.
   * @internal
   */
  low: any = 0;
  /** @internal */
  high = 0;

  /**
   * @param value the first value; default: zero or null
   * @throws TypeError when it cannot be of the type
   */
  constructor(
    /** What it holds. */
    readonly type: GlobalType,
    value?: unknown,
  ) {
    if (value !== undefined) this.write(value);
    else if (isReference(type.content)) this.low = null;
  }

  /**
   * A global of a value that is given as the stack keeps it.
   * @internal
   */
  static fromBits(type: GlobalType, low: unknown, high: number): Global {
    const global = new Global(type);
    global.low = low;
    global.high = high;
    return global;
  }

  /** The value: i64 as BigInt, references as `Func` or null, for externref anything. */
  get(): unknown {
    switch (this.type.content) {
      case ValueType.I64:
        return toS64(this.low, this.high);
      case ValueType.F32:
        return f32OfBits(this.low);
      case ValueType.F64:
        return f64OfBits(this.low, this.high);
      case ValueType.I32:
        return this.low;
      default:
        return referenceToHost(this.low);
    }
  }

  /** Sets the value, as JavaScript has it. @throws TypeError when the global is immutable, or the value cannot be of its type */
  set(value: unknown): void {
    if (!this.type.mutable) throw new TypeError('the global is immutable');
    this.write(value);
  }

  private write(value: any): void {
    switch (this.type.content) {
      case ValueType.I32:
        this.low = value | 0;
        break;
      case ValueType.I64:
        this.low = fromBigInt(BigInt.asUintN(64, value));
        this.high = high;
        break;
      case ValueType.F32:
        this.low = bitsOfF32(+value);
        break;
      case ValueType.F64:
        this.low = bitsOfF64(+value);
        this.high = high;
        break;
      default:
        this.low = referenceFromHost(value, this.type.content);
    }
  }
}
