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
import { ConstantValue, evaluate } from '../../runtime/constant-expression.js';
import type { Instance } from '../../runtime/instance.js';
import { carryF32, f64OfBits } from '../../numeric/bits.js';
import { is64, ValueType } from '../../types/value-type.js';
import { DefinedType, type FieldType } from '../function-references/defined-type.js';
import * as arrays from './array-handlers.js';
import { i31New } from './reference-handlers.js';
import { structNew, structuredType } from './structure-handlers.js';

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

export function construct(reader: Reader, instance: Instance, stack: ConstantValue[]): void {
  const code: Code = reader.u32();
  if (code === Code.AnyConvertExtern || code === Code.ExternConvertAny) return;
  const result = new ConstantValue();
  if (code === Code.I31New) result.low = i31New(instance, 0, stack.pop()!.low as number);
  else {
    const x = reader.u32();
    result.low = make(code, x, reader, instance, stack);
  }
  stack.push(result);
}

function make(
  code: Code,
  x: number,
  reader: Reader,
  instance: Instance,
  stack: ConstantValue[],
): object {
  const fields = structuredType(instance, x).fields!;
  switch (code) {
    case Code.StructNew:
      return structNew(
        instance,
        x,
        ...stack
          .splice(-fields.length || stack.length)
          .flatMap((value, i) => operandsOf(value, fields[i]!)),
      );
    case Code.StructNewDefault:
      return structNew(instance, x);
    case Code.ArrayNew: {
      const length = stack.pop()!.low as number;
      const [low, high] = operandsOf(stack.pop()!, fields[0]!);
      return high === undefined
        ? arrays.arrayNew(instance, x, low, length)
        : arrays.arrayNew64(instance, x, low as number, high as number, length);
    }
    case Code.ArrayNewDefault:
      return arrays.arrayNewDefault(instance, x, stack.pop()!.low as number);
    default: {
      const count = reader.u32();
      const values = stack.splice(stack.length - count);
      const array = arrays.arrayNewDefault(instance, x, count);
      return arrays.arrayFillTop(
        instance,
        0,
        ...values.flatMap((value) => operandsOf(value, fields[0]!)),
        array,
      );
    }
  }
}

/** A value as handlers take it: of an i64 two halves. */
function operandsOf({ low, high }: ConstantValue, { storage }: FieldType): unknown[] {
  switch (storage) {
    case ValueType.F32:
      return [carryF32(low as number)];
    case ValueType.F64:
      return [f64OfBits(low as number, high)];
    default:
      return is64(storage as ValueType) ? [low, high] : [low];
  }
}

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
  const { low } = evaluate(reader, instance) as { low: unknown };
  if (low instanceof DefinedType) {
    kept ??= new WeakMap();
    let own = kept.get(instance);
    if (own === undefined) kept.set(instance, (own = new Map()));
    own.set(at, low);
  }
  return low;
}
