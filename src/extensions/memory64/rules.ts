import { operandMismatch } from '../../errors/compile-errors.js';
import { immediateOf, operandOf } from '../../opcodes/fact.js';
import { Handler } from '../../opcodes/handler.js';
import { Immediate } from '../../opcodes/immediate.js';
import { Op } from '../../opcodes/op.js';
import { FunctionType } from '../../types/function-type.js';
import { ValueType } from '../../types/value-type.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import { BOTTOM } from '../../validation/operand-stack.js';
import type { Rule } from '../../validation/rule.js';
import { ruleOf } from '../../validation/rules.js';

const LONG = Object.freeze([ValueType.I64]);
const SIZE = Object.freeze(new FunctionType([], LONG));
const GROW = Object.freeze(new FunctionType(LONG, LONG));

/** The rule of an instruction in a module with 64-bit memories or tables. */
export function ruleOf64(op: Op, fact: number): Rule {
  switch (op) {
    case Op.memory_size:
    case Op.memory_grow:
    case Op.table_size:
    case Op.table_grow:
      return sizes;
  }
  switch (immediateOf(fact)) {
    case Immediate.Memarg:
    case Immediate.Memory:
    case Immediate.DataMemory:
    case Immediate.MemoryMemory:
    case Immediate.Table:
    case Immediate.ElemTable:
    case Immediate.TableTable:
    case Immediate.TypeTable:
      return addressed;
  }
  return ruleOf(op, fact);
}

/**
 * What takes addresses: narrows those that are of 64 bits, and then is what it is in a module with
 * 32-bit ones only. What the immediates name and is not there, it leaves to that to find.
 */
const addressed: Rule = (validator, op, fact) => {
  const { reader, operands, visiting, visitor } = validator;
  const start = reader.position;
  const wide = wideOperands(validator, op, fact);
  for (let k = 0; k < 3; k++) {
    if ((wide & (1 << k)) === 0) continue;
    const { types, base, unreachable } = operands;
    const at = types.length - 1 - k;
    const found = at < base ? BOTTOM : types[at]!;
    if (found === BOTTOM ? !unreachable : found !== ValueType.I64) {
      throw operandMismatch(ValueType.I64, found, operands.offset);
    }
    if (found !== BOTTOM) types[at] = ValueType.I32;
    if (visiting) visitor!.narrow(k);
  }
  reader.position = start;
  return ruleOf(op, fact)(validator, op, fact);
};

/**
 * Reads the immediates.
 * @returns bit k says that the k-th operand from the top is an i64 because it is an address, or the
 *   length of a range between two
 */
function wideOperands({ reader, module }: FunctionValidator, op: Op, fact: number): number {
  const { memories, tables } = module;
  const first = reader.u32();
  switch (immediateOf(fact)) {
    case Immediate.Memarg: {
      const memory = (first & 0x40) === 0 ? 0 : reader.u32();
      reader.u64();
      // Of stores, the value is above the address.
      return memories[memory]?.is64 ? (operandOf(fact, 1) === 0 ? 1 : 2) : 0;
    }
    case Immediate.Memory:
      return memories[first]?.is64 ? 5 : 0;
    case Immediate.DataMemory:
      return memories[reader.u32()]?.is64 ? 4 : 0;
    case Immediate.MemoryMemory:
      return wideInCopy(memories[first]?.is64, memories[reader.u32()]?.is64);
    case Immediate.Table:
      return !tables[first]?.is64 ? 0 : op === Op.table_get ? 1 : op === Op.table_set ? 2 : 5;
    case Immediate.ElemTable:
      return tables[reader.u32()]?.is64 ? 4 : 0;
    case Immediate.TableTable:
      return wideInCopy(tables[first]?.is64, tables[reader.u32()]?.is64);
    default:
      return tables[reader.u32()]?.is64 ? 1 : 0;
  }
}

/**
 * The length, on top, is of the smaller type.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-memory-copy
 */
function wideInCopy(to = false, from = false): number {
  return (to ? 4 : 0) | (from ? 2 : 0) | (to && from ? 1 : 0);
}

/** `memory.size`, `memory.grow`, `table.size` and `table.grow`. */
const sizes: Rule = (validator, op, fact) => {
  const { reader, module } = validator;
  const start = reader.position;
  const index = reader.u32();
  const isTable = op === Op.table_size || op === Op.table_grow;
  if (!(isTable ? module.tables : module.memories)[index]?.is64) {
    reader.position = start;
    return ruleOf(op, fact)(validator, op, fact);
  }
  switch (op) {
    case Op.memory_size:
      return validator.extended(Handler.MemorySize64, index, SIZE);
    case Op.memory_grow:
      return validator.extended(Handler.MemoryGrow64, index, GROW);
    case Op.table_size:
      return validator.extended(Handler.TableSize64, index, SIZE);
    default: {
      const { element } = module.tables[index]!;
      const type = new FunctionType([element, ValueType.I64], LONG);
      return validator.extended(Handler.TableGrow64, index, type);
    }
  }
};
