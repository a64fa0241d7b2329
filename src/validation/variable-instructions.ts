import { immutableGlobal, unknown } from '../errors/compile-errors.js';
import { Op } from '../opcodes/op.js';
import { hooks } from '../hooks.js';
import { isNonNull } from '../types/value-type.js';
import type { Rule } from './rule.js';

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-local-get */
export const local: Rule = (validator, op) => {
  const { operands, reader } = validator;
  const offset = reader.position;
  const index = reader.u32();
  const type = validator.locals.typeOf(index, offset);
  if (isNonNull(type)) hooks.useLocal!(validator, index, op !== Op.local_get);
  if (op !== Op.local_get) operands.pop(type);
  if (op !== Op.local_set) operands.push(type);
  return validator.visit(op, index, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-global-get */
export const global: Rule = (validator, op) => {
  const { operands, reader } = validator;
  const offset = reader.position;
  const index = reader.u32();
  const type = validator.module.globals[index];
  if (type === undefined) throw unknown('global', index, offset);
  if (op === Op.global_get) operands.push(type.content);
  else {
    if (!type.mutable) throw immutableGlobal(offset);
    operands.pop(type.content);
  }
  return validator.visit(op, index, 0);
};
