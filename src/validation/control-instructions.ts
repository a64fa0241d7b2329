import { misplacedElse, typeMismatch, unexpectedEnd } from '../errors/compile-errors.js';
import { Op } from '../opcodes/op.js';
import { readTypeIndex } from '../binary/function-section.js';
import type { FunctionType } from '../types/function-type.js';
import { areSubtypes, isSubtype } from '../types/type-rules.js';
import { ValueType } from '../types/value-type.js';
import type { FunctionValidator } from './function-validator.js';
import { readFunctionIndex } from './reference-instructions.js';
import type { Rule } from './rule.js';
import { readTableIndex } from './table-instructions.js';

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-unreachable */
export const unreachable: Rule = (validator, op) => {
  validator.visit(op, 0, 0);
  validator.setUnreachable();
};

/**
 * `block`, `loop` and `if`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-block
 */
export const block: Rule = (validator, op, fact) => {
  const { operands, visiting } = validator;
  const type = validator.blockTypes.read(validator.reader, validator.module.types);
  operands.popOperands(fact);
  operands.popAll(type.params);
  if (visiting) validator.visitor!.block(op as Op.block, type);
  validator.control.open(op, type, visiting);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-if */
export const else_: Rule = (validator) => {
  const { operands, control } = validator;
  if (control.op !== Op.if) throw misplacedElse(operands.offset);
  const reachable = !operands.unreachable;
  control.popResults();
  validator.unset?.leave(control.depth);
  control.openElse();
  validator.visiting = control.visited;
  if (validator.visiting) validator.visitor!.else(reachable);
};

/**
 * The end of a block or of the function. The code around a block that was visited is reachable: it
 * was so when the block began.
 */
export const end: Rule = (validator) => {
  const { operands, control } = validator;
  const reachable = !operands.unreachable;
  control.popResults();
  // Without `else`, the operands of `if` are its results when the condition is false.
  if (control.op === Op.if && !areSubtypes(control.type.params, control.type.results)) {
    throw typeMismatch(operands.offset);
  }
  validator.visiting = control.visited;
  validator.unset?.leave(control.depth);
  control.close();
  if (validator.visiting) validator.visitor!.end(reachable);
};

/**
 * `br` and `br_if`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-br
 */
export const branch: Rule = (validator, op, fact) => {
  const { operands, reader } = validator;
  const offset = reader.position;
  const label = reader.u32();
  const types = validator.control.label(label, offset);
  operands.popOperands(fact);
  operands.popAll(types);
  if (op !== Op.br) {
    operands.pushAll(types);
    return validator.visit(op, label, 0);
  }
  validator.visit(op, label, 0);
  validator.setUnreachable();
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-br-table */
export const brTable: Rule = (validator, _op, fact) => {
  const { operands, reader, control } = validator;
  operands.popOperands(fact);
  const count = reader.u32();
  if (count > validator.bodyEnd - reader.position) throw unexpectedEnd(validator.bodyEnd);
  const labels: number[] = [];
  let previous: readonly ValueType[] | undefined;
  for (let k = 0; k <= count; k++) {
    const offset = reader.position;
    const label = reader.u32();
    const types = control.label(label, offset);
    if (types !== previous) {
      if (previous !== undefined && types.length !== previous.length) throw typeMismatch(offset);
      operands.expect(types);
      previous = types;
    }
    labels.push(label);
  }
  if (validator.visiting) validator.visitor!.brTable(labels);
  validator.setUnreachable();
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-return */
export const return_: Rule = (validator, op) => {
  validator.operands.popAll(validator.control.results);
  validator.visit(op, 0, 0);
  validator.setUnreachable();
};

/**
 * `call` and `return_call`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-call
 */
export const call: Rule = (validator, op) => {
  const { module } = validator;
  const index = readFunctionIndex(validator.reader, module);
  return invoke(validator, op, module.types[module.functions[index]!]!, index, 0);
};

/**
 * `call_indirect` and `return_call_indirect`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-call-indirect
 */
export const callIndirect: Rule = (validator, op, fact) => {
  const { module, operands } = validator;
  const typeIndex = readTypeIndex(validator.reader, module.types);
  const table = readTableIndex(validator);
  if (!isSubtype(module.tables[table]!.element, ValueType.FuncRef))
    throw typeMismatch(operands.offset);
  operands.popOperands(fact);
  return invoke(validator, op, module.types[typeIndex]!, typeIndex, table);
};

/** A tail call's results are those of the function that it leaves. */
export function invoke(
  validator: FunctionValidator,
  op: Op,
  type: FunctionType,
  x: number,
  y: number,
): void {
  const { operands } = validator;
  const tail = op === Op.return_call || op === Op.return_call_indirect;
  if (tail && !areSubtypes(type.results, validator.control.results)) {
    throw typeMismatch(operands.offset);
  }
  operands.popAll(type.params);
  if (!tail) {
    operands.pushAll(type.results);
    return validator.visit(op, x, y);
  }
  validator.visit(op, x, y);
  validator.setUnreachable();
}
