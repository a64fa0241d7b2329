import { readTypeIndex } from '../../binary/function-section.js';
import { typeMismatch } from '../../errors/compile-errors.js';
import { Handler } from '../../opcodes/handler.js';
import { ExtensionOp } from '../../opcodes/extension-op.js';
import { Op } from '../../opcodes/op.js';
import { FunctionType } from '../../types/function-type.js';
import { isSubtype } from '../../types/type-rules.js';
import { isReference, ValueType } from '../../types/value-type.js';
import { invoke } from '../../validation/control-instructions.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import { BOTTOM } from '../../validation/operand-stack.js';
import type { Rule } from '../../validation/rule.js';
import { MaybeNull, referenceTo, withoutNull } from './heap-types.js';
import { idOf } from './registry.js';

/** Of an operand whose type unreachable code leaves open, that stays so. */
export function popReference({ operands }: FunctionValidator): ValueType {
  const type = operands.popAny();
  if (type !== BOTTOM && !isReference(type)) throw typeMismatch(operands.offset);
  return type as ValueType;
}

/**
 * `call_ref` and `return_call_ref`, which the visitor sees as calls of a table −1 whose elements are the
 * functions themselves.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-call-ref
 */
export const callRef: Rule = (validator, op) => {
  const { module, reader, operands } = validator;
  const index = readTypeIndex(reader, module.types);
  const type = module.types[index]!;
  operands.pop(referenceTo(idOf(type), MaybeNull.Yes));
  const isTail = (op as number) === ExtensionOp.return_call_ref;
  return invoke(validator, isTail ? Op.return_call_indirect : Op.call_indirect, type, index, -1);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-ref-as-non-null */
export const asNonNull: Rule = (validator) => {
  const type = popReference(validator);
  validator.operands.push(type);
  validator.extended(Handler.AsNonNull, 0, new FunctionType([type], [withoutNull(type)]));
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-br-on-null */
export const branchOnNull: Rule = (validator) => {
  const { operands, reader, control } = validator;
  const offset = reader.position;
  const label = reader.u32();
  const types = control.label(label, offset);
  const type = popReference(validator);
  operands.popAll(types);
  operands.pushAll(types);
  operands.push(withoutNull(type));
  if (!validator.visiting) return;
  const visitor = validator.visitor!;
  visitor.duplicate();
  visitor.instruction(Op.ref_is_null, 0, 0);
  // The branch goes without the reference.
  visitor.block(Op.if, new FunctionType([type], [type]));
  visitor.instruction(Op.drop, 0, 0);
  visitor.instruction(Op.br, label + 1, 0);
  visitor.end(false);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-br-on-non-null */
export const branchOnNonNull: Rule = (validator) => {
  const type = popReference(validator);
  const label = checkBranch(validator, withoutNull(type));
  if (!validator.visiting) return;
  const visitor = validator.visitor!;
  visitor.duplicate();
  visitor.instruction(Op.ref_is_null, 0, 0);
  visitor.instruction(Op.i32_eqz, 0, 0);
  visitor.instruction(Op.br_if, label, 0);
  visitor.instruction(Op.drop, 0, 0);
};

/**
 * A branch that takes a reference along, which is on top, popped already; what stays is what the label
 * takes beside it.
 * @returns the label
 */
export function checkBranch(
  { operands, reader, control }: FunctionValidator,
  type: ValueType | typeof BOTTOM,
): number {
  const offset = reader.position;
  const label = reader.u32();
  const types = control.label(label, offset);
  const last = types[types.length - 1];
  if (last === undefined || !isReference(last)) throw typeMismatch(operands.offset);
  if (type !== BOTTOM && !isSubtype(type, last)) throw typeMismatch(operands.offset);
  const others = types.slice(0, -1);
  operands.popAll(others);
  operands.pushAll(others);
  return label;
}
