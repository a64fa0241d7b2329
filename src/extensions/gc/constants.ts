/** Structures and arrays in constant expressions. */
import { skipConstantExpression } from '../../binary/constant-expression.js';
import { constantExpressionRequired, illegalOpcode } from '../../errors/compile-errors.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import type { Handler } from '../../opcodes/handler.js';
import type { Op } from '../../opcodes/op.js';
import type { FunctionType } from '../../types/function-type.js';
import type { ConstantExpressionValidator } from '../../validation/constant-expression.js';
import { extensionRules } from '../../validation/rules.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import type { Reader } from '../../binary/reader.js';
import { Claim } from '../../budget/claims.js';
import { ConstantValue, evaluate } from '../../runtime/constant-expression.js';
import type { Instance } from '../../runtime/instance.js';
import { carryF32, f64OfBits } from '../../numeric/bits.js';
import { ValueType } from '../../types/value-type.js';
import { askOwed, nextIsConstant, owe } from '../room.js';
import { DefinedType, type FieldType, storageOf } from '../function-references/defined-type.js';
import * as arrays from './array-handlers.js';
import { i31New } from './reference-handlers.js';
import { structNew, structOf, structuredType } from './structure-handlers.js';

/** The codes behind the prefix that constant expressions may have; validation has seen to that. */
const enum Code {
  StructNew = 0,
  StructNewDefault = 1,
  ArrayNew = 6,
  ArrayNewDefault = 7,
  ArrayNewFixed = 8,
  AnyConvertExtern = 26,
  ExternConvertAny = 27,
  I31New = 28,
}

/** The instructions that constant expressions may have, by bit. */
const ALLOWED = 0x1c0001c3;

/** Checks one of them by the rule that it has in functions too, which needs no more of a validator. */
export function checkConstant(
  { module, operands }: ConstantExpressionValidator,
  reader: Reader,
  offset: number,
): void {
  const code = reader.u32();
  const op = (ExtensionOp.struct_new + code) as number as Op;
  const rule = extensionRules[op];
  if (rule === undefined) throw illegalOpcode(op, offset);
  if (code > Code.I31New || ((ALLOWED >> code) & 1) === 0) throw constantExpressionRequired(offset);
  const validator = {
    module,
    operands,
    reader,
    visiting: false,
    extended(_handler: Handler, _x: number, { params, results }: FunctionType): void {
      operands.popAll(params);
      operands.pushAll(results);
    },
  };
  rule(validator as unknown as FunctionValidator, op, 0);
}

/** One function, because evaluating takes much of XS's stack where guests may have taken most. */
export function construct(reader: Reader, instance: Instance, stack: ConstantValue[]): void {
  const code: Code = reader.u32();
  if (code === Code.AnyConvertExtern || code === Code.ExternConvertAny) return;
  const result = new ConstantValue();
  if (code === Code.I31New) {
    result.low = i31New(instance, 0, stack.pop()!.low as number);
    stack.push(result);
    return;
  }
  const x = reader.u32();
  const fields = structuredType(instance, x).fields!;
  const length = code === Code.ArrayNewFixed ? reader.u32() : 0;
  const count = code === Code.StructNew ? fields.length : code === Code.ArrayNewFixed ? length : 0;
  const values = operandsOf(stack.splice(stack.length - count), fields);
  nextIsConstant();
  switch (code) {
    case Code.StructNew:
      result.low = structOf(instance, x, values);
      break;
    case Code.StructNewDefault:
      result.low = structNew(instance, x);
      break;
    case Code.ArrayNew: {
      const size = stack.pop()!.low as number;
      const [low, high] = operandsOf([stack.pop()!], fields);
      result.low =
        high === undefined
          ? arrays.arrayNew(instance, x, low, size)
          : arrays.arrayNew64(instance, x, low as number, high as number, size);
      break;
    }
    case Code.ArrayNewDefault:
      result.low = arrays.arrayNewDefault(instance, x, stack.pop()!.low as number);
      break;
    default:
      result.low = arrays.fill(arrays.arrayNewDefault(instance, x, length), 0, values);
  }
  stack.push(result);
}

/** Values as handlers take them: of an i64 two halves. An array has one field for all its elements. */
function operandsOf(values: readonly ConstantValue[], fields: readonly FieldType[]): unknown[] {
  const operands: unknown[] = [];
  for (let i = 0; i < values.length; i++) {
    const { low, high } = values[i]!;
    const storage = storageOf(fields.length === 1 ? fields[0]! : fields[i]!);
    if (storage === ValueType.F32) operands.push(carryF32(low as number));
    else if (storage === ValueType.F64) operands.push(f64OfBits(low as number, high));
    else if (storage === ValueType.I64) operands.push(low, high);
    else operands.push(low);
  }
  return operands;
}

/** What it takes to keep an item: an entry of a Map, whose table grows, and the first one's Map. */
const ITEM_SLOTS = 12;
const ITEM_BYTES = 16;

/** What items of segments were made, by where their expressions begin. */
let kept: WeakMap<Instance, Map<number, unknown>> | undefined;

/** An item of a segment is evaluated once, so that what it makes is the same each time. */
export function evaluateItem(reader: Reader, instance: Instance): unknown {
  const at = reader.position;
  const known: unknown = kept?.get(instance)?.get(at);
  if (known !== undefined) {
    skipConstantExpression(reader);
    return known;
  }
  owe();
  const { low } = evaluate(reader, instance) as { low: unknown };
  askOwed(instance.store);
  if (low instanceof DefinedType) {
    instance.store.need(Claim.EngineObjects, ITEM_BYTES, ITEM_SLOTS);
    kept ??= new WeakMap();
    let own = kept.get(instance);
    if (own === undefined) kept.set(instance, (own = new Map()));
    own.set(at, low);
  }
  return low;
}
