import { readGlobal, readGlobalType } from '../binary/global-section.js';
import type { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { mul64, high } from '../numeric/i64.js';
import { Op } from '../opcodes/op.js';
import { Prefix } from '../opcodes/prefix.js';
import { MAX_GLOBALS } from '../types/maximum.js';
import { hooks } from '../hooks.js';
import { is64 } from '../types/value-type.js';
import type { Global } from './global.js';
import { GlobalKind } from './global-layout.js';
import type { Instance } from './instance.js';
import type { ModuleCode } from './module.js';
import { openSection } from './section.js';

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
      case Prefix.Gc as number as Op:
        hooks.construct!(reader, instance, stack);
        break;
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
  switch (op) {
    case Op.ref_null: {
      // The type, an integer of whatever length.
      while (reader.u8() >= 0x80);
      const value = new ConstantValue();
      value.low = null;
      return value;
    }
    case Op.ref_func: {
      const value = new ConstantValue();
      value.low = instance.functionAt(reader.u32());
      return value;
    }
    case Op.global_get:
      return globalValue(instance, reader.u32());
    default:
      reader.position--;
      return readConstant(reader);
  }
}

/** The value of a `const` instruction at the reader. */
export function readConstant(reader: Reader): ConstantValue {
  const value = new ConstantValue();
  switch (reader.u8() as Op) {
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
  }
  return value;
}

/** The value of a global that was initialized before. */
function globalValue(instance: Instance, index: number): ConstantValue {
  const { module, globals } = instance;
  const place = module.globalPlaces[index]!;
  const element = place >> 2;
  const kind: GlobalKind = place & 3;
  // What is kept nowhere is read again where it is declared.
  if (kind === GlobalKind.Constant) return evaluate(openGlobal(module, index), instance);
  const value = new ConstantValue();
  if (kind === GlobalKind.Shared) {
    const global = globals[element] as Global;
    value.low = global.low;
    value.high = global.high;
  } else {
    value.low = globals[element];
    value.high = is64(module.globals[index]!.content) ? (globals[element + 1] as number) : 0;
  }
  return value;
}

/** A reader at the expression of the first value of a global that the module defines. */
function openGlobal(module: ModuleCode, index: number): Reader {
  const reader = openSection(module, SectionId.Global)!;
  const imported = module.globals.length - reader.count(MAX_GLOBALS, 'globals');
  for (let i = imported; i < index; i++) readGlobal(reader);
  readGlobalType(reader);
  return reader;
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
