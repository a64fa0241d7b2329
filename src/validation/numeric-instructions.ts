import type { Rule } from './rule.js';

/**
 * Instructions without immediates whose operands and result are in the opcode table.
 * https://webassembly.github.io/spec/core/valid/instructions.html#numeric-instructions
 */
export const numeric: Rule = (validator, op, fact) => {
  validator.operands.popOperands(fact);
  validator.operands.pushResult(fact);
  return validator.visit(op, 0, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-const */
export const i32Const: Rule = (validator, op, fact) => {
  validator.operands.pushResult(fact);
  return validator.visit(op, validator.reader.s32(), 0);
};

export const i64Const: Rule = (validator, op, fact) => {
  const { reader } = validator;
  validator.operands.pushResult(fact);
  const low = reader.s64();
  return validator.visit(op, low, reader.high);
};

export const f32Const: Rule = (validator, op, fact) => {
  validator.operands.pushResult(fact);
  return validator.visit(op, validator.reader.bits32(), 0);
};

export const f64Const: Rule = (validator, op, fact) => {
  const { reader } = validator;
  validator.operands.pushResult(fact);
  const low = reader.bits64();
  return validator.visit(op, low, reader.high);
};
