import type { Reader } from '../binary/reader.js';
import { mul64, high } from '../numeric/i64.js';
import { Op } from '../opcodes/op.js';
import type { Instance } from './instance.js';

/** A value as globals keep it: the bits of a number in `low` and `high`, a reference in `low`. */
export class ConstantValue {
  low: any = 0;
  high = 0;
}

/**
 * Evaluates a constant expression of a validated module, in place.
 * https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions
 * @param reader at the expression; behind its `end` afterwards
 */
export function evaluate(reader: Reader, instance: Instance): ConstantValue {
  const stack: ConstantValue[] = [];
  for (;;) {
    const op: Op = reader.u8();
    switch (op) {
      case Op.end:
        return stack[0]!;
      case Op.i32_add:
      case Op.i32_sub:
      case Op.i32_mul:
      case Op.i64_add:
      case Op.i64_sub:
      case Op.i64_mul: {
        const right = stack.pop()!;
        operate(op, stack[stack.length - 1]!, right);
        break;
      }
      default:
        stack.push(constant(op, reader, instance));
    }
  }
}

function constant(op: Op, reader: Reader, instance: Instance): ConstantValue {
  const value = new ConstantValue();
  switch (op) {
    case Op.i32_const:
      value.low = reader.s32();
      break;
    case Op.i64_const:
      value.low = reader.s64();
      value.high = reader.high;
      break;
    case Op.f32_const:
      value.low = reader.bits32();
      break;
    case Op.f64_const:
      value.low = reader.bits64();
      value.high = reader.high;
      break;
    case Op.ref_null:
      reader.u8();
      value.low = null;
      break;
    case Op.ref_func:
      value.low = instance.functionAt(reader.u32());
      break;
    case Op.global_get: {
      const global = instance.globals[reader.u32()]!;
      value.low = global.low;
      value.high = global.high;
      break;
    }
  }
  return value;
}

/** https://github.com/WebAssembly/extended-const */
function operate(op: Op, left: ConstantValue, right: ConstantValue): void {
  switch (op) {
    case Op.i32_add:
      left.low = (left.low + right.low) | 0;
      break;
    case Op.i32_sub:
      left.low = (left.low - right.low) | 0;
      break;
    case Op.i32_mul:
      left.low = Math.imul(left.low, right.low);
      break;
    case Op.i64_mul:
      left.low = mul64(left.low, left.high, right.low, right.high);
      left.high = high;
      break;
    default: {
      const sign = op === Op.i64_add ? 1 : -1;
      const low = (left.low >>> 0) + sign * (right.low >>> 0);
      const carry = Math.floor(low / 4294967296);
      left.low = low | 0;
      left.high = (left.high + sign * right.high + carry) | 0;
    }
  }
}
