import type { ConstantExpressions } from '../binary/constant-expression.js';
import type { DecodedModule } from '../binary/decoded-module.js';
import type { Reader } from '../binary/reader.js';
import { readNullType } from '../binary/value-types.js';
import {
  constantExpressionRequired,
  illegalOpcode,
  unexpectedEnd,
  unknown,
} from '../errors/compile-errors.js';
import { factOf, featureOf } from '../opcodes/fact.js';
import { Feature } from '../opcodes/feature.js';
import { Op } from '../opcodes/op.js';
import { Prefix } from '../opcodes/prefix.js';
import { addressType } from '../types/limits.js';
import { hooks } from '../hooks.js';
import type { ValueType } from '../types/value-type.js';
import { OperandStack } from './operand-stack.js';
import { readFunctionIndex, typeOfReference } from './reference-instructions.js';

/**
 * Validates the constant expressions of a module's globals, tables and segments, and gathers the
 * functions that these name.
 * https://webassembly.github.io/spec/core/valid/instructions.html#constant-expressions
 */
export class ConstantExpressionValidator implements ConstantExpressions {
  /** Where the section ends that is being read; no expression goes past it. */
  sectionEnd = 0;
  readonly operands = new OperandStack();

  constructor(readonly module: DecodedModule) {}

  functionIndex(reader: Reader): void {
    this.function(reader);
  }

  private function(reader: Reader): number {
    const index = readFunctionIndex(reader, this.module);
    this.module.declaredFunctions.add(index);
    return index;
  }

  offset(reader: Reader, what: 'memory' | 'table', index: number, at: number): void {
    const { memories, tables } = this.module;
    const type = (what === 'memory' ? memories : tables)[index];
    if (type === undefined) throw unknown(what, index, at);
    this.expression(reader, addressType(type));
  }

  expression(reader: Reader, type: ValueType): void {
    const { operands } = this;
    operands.clear();
    for (;;) {
      const offset = reader.position;
      if (offset >= this.sectionEnd) throw unexpectedEnd(offset);
      operands.offset = offset;
      const op: Op = reader.u8();
      if (op === Op.end) break;
      if ((op as number) === Prefix.Gc) {
        reader.require(Feature.Gc, offset);
        hooks.checkConstant!(this, reader, offset);
        continue;
      }
      this.instruction(reader, op, offset);
    }
    operands.pop(type);
    operands.expectEmpty();
  }

  private instruction(reader: Reader, op: Op, offset: number): void {
    const { operands } = this;
    const fact = factOf(op);
    // The prefixes of wider opcodes are not in the table; nothing behind 0xfc is constant.
    if (fact === 0 && (op as number) !== Prefix.Misc) throw illegalOpcode(op, offset);
    switch (op) {
      case Op.i32_const:
        reader.s32();
        break;
      case Op.i64_const:
        reader.s64();
        break;
      case Op.f32_const:
        reader.skip(4);
        break;
      case Op.f64_const:
        reader.skip(8);
        break;
      case Op.global_get:
        this.globalGet(reader);
        return;
      case Op.ref_null:
        reader.require(featureOf(fact), offset);
        operands.push(readNullType(reader));
        return;
      case Op.ref_func:
        reader.require(featureOf(fact), offset);
        operands.push(typeOfReference(this.module, this.function(reader)));
        return;
      case Op.i32_add:
      case Op.i32_sub:
      case Op.i32_mul:
      case Op.i64_add:
      case Op.i64_sub:
      case Op.i64_mul:
        reader.require(Feature.ExtendedConst, offset);
        operands.popOperands(fact);
        break;
      default:
        throw constantExpressionRequired(offset);
    }
    operands.pushResult(fact);
  }

  /** Only globals that are there already and never change. */
  private globalGet(reader: Reader): void {
    const offset = reader.position;
    const index = reader.u32();
    const type = this.module.globals[index];
    if (type === undefined) throw unknown('global', index, offset);
    if (type.mutable) throw constantExpressionRequired(offset);
    this.operands.push(type.content);
  }
}
