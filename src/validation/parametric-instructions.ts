import { readValueType } from '../binary/value-types.js';
import { invalidResultArity, typeMismatch } from '../errors/compile-errors.js';
import { isReference, ValueType } from '../types/value-type.js';
import { BOTTOM } from './operand-stack.js';
import type { Rule } from './rule.js';

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-drop */
export const drop: Rule = (validator, op) => {
  validator.operands.popAny();
  return validator.visit(op, 0, 0);
};

/**
 * `select` without a type is for numbers only.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-select
 */
export const select: Rule = (validator, op) => {
  const { operands } = validator;
  operands.pop(ValueType.I32);
  const second = operands.popAny();
  const first = operands.popAny();
  if (first !== second && first !== BOTTOM && second !== BOTTOM) {
    throw typeMismatch(operands.offset);
  }
  const type = first === BOTTOM ? second : first;
  if (type !== BOTTOM && isReference(type)) throw typeMismatch(operands.offset);
  operands.push(type);
  return validator.visit(op, 0, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-select */
export const selectTyped: Rule = (validator, op) => {
  const { operands, reader } = validator;
  const offset = reader.position;
  if (reader.u32() !== 1) throw invalidResultArity(offset);
  const type = readValueType(reader);
  operands.pop(ValueType.I32);
  operands.pop(type);
  operands.pop(type);
  operands.push(type);
  return validator.visit(op, type, 0);
};
