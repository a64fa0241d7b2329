import { typeMismatch, unknown } from '../errors/compile-errors.js';
import { Op } from '../opcodes/op.js';
import { isSubtype } from '../types/type-rules.js';
import { ValueType } from '../types/value-type.js';
import type { FunctionValidator } from './function-validator.js';
import type { Rule } from './rule.js';

/**
 * `table.get`, `set`, `size`, `grow` and `fill`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#table-instructions
 */
export const table: Rule = (validator, op) => {
  const { operands } = validator;
  const index = readTableIndex(validator);
  const { element } = validator.module.tables[index]!;
  if (op === Op.table_get) {
    operands.pop(ValueType.I32);
    operands.push(element);
  } else if (op === Op.table_set) {
    operands.pop(element);
    operands.pop(ValueType.I32);
  } else {
    if (op !== Op.table_size) {
      operands.pop(ValueType.I32);
      operands.pop(element);
    }
    if (op === Op.table_fill) operands.pop(ValueType.I32);
    else operands.push(ValueType.I32);
  }
  return validator.visit(op, index, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-table-copy */
export const tableCopy: Rule = (validator, op, fact) => {
  const { tables } = validator.module;
  const destination = readTableIndex(validator);
  const source = readTableIndex(validator);
  if (!isSubtype(tables[source]!.element, tables[destination]!.element)) {
    throw typeMismatch(validator.operands.offset);
  }
  validator.operands.popOperands(fact);
  return validator.visit(op, destination, source);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-table-init */
export const tableInit: Rule = (validator, op, fact) => {
  const { module, operands } = validator;
  const offset = validator.reader.position;
  const segment = validator.reader.u32();
  const table = readTableIndex(validator);
  checkSegment(validator, segment, offset);
  if (!isSubtype(module.elements[segment]!, module.tables[table]!.element)) {
    throw typeMismatch(operands.offset);
  }
  operands.popOperands(fact);
  return validator.visit(op, segment, table);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-elem-drop */
export const elemDrop: Rule = (validator, op) => {
  const offset = validator.reader.position;
  const segment = validator.reader.u32();
  checkSegment(validator, segment, offset);
  return validator.visit(op, segment, 0);
};

function checkSegment(validator: FunctionValidator, index: number, offset: number): void {
  if (index >= validator.module.elements.length) throw unknown('elem segment', index, offset);
}

export function readTableIndex(validator: FunctionValidator): number {
  const offset = validator.reader.position;
  const index = validator.reader.u32();
  if (index >= validator.module.tables.length) throw unknown('table', index, offset);
  return index;
}
