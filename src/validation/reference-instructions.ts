import type { DecodedModule } from '../binary/decoded-module.js';
import type { Reader } from '../binary/reader.js';
import { readNullType } from '../binary/value-types.js';
import { typeMismatch, undeclaredFunctionReference, unknown } from '../errors/compile-errors.js';
import { hooks } from '../hooks.js';
import { isReference, ValueType } from '../types/value-type.js';
import { BOTTOM } from './operand-stack.js';
import type { Rule } from './rule.js';

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-ref-null */
export const refNull: Rule = (validator, op) => {
  const type = readNullType(validator.reader);
  validator.operands.push(type);
  return validator.visit(op, type, 0);
};

/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-ref-is-null */
export const refIsNull: Rule = (validator, op) => {
  const { operands } = validator;
  const type = operands.popAny();
  if (type !== BOTTOM && !isReference(type)) throw typeMismatch(operands.offset);
  operands.push(ValueType.I32);
  return validator.visit(op, 0, 0);
};

/**
 * A body may name only functions that the module mentions outside of bodies.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-ref-func
 */
export const refFunc: Rule = (validator, op) => {
  const { module, operands } = validator;
  const index = readFunctionIndex(validator.reader, module);
  if (!module.declaredFunctions.has(index)) throw undeclaredFunctionReference(operands.offset);
  operands.push(typeOfReference(module, index));
  return validator.visit(op, index, 0);
};

/** Of `ref.func`. */
export function typeOfReference(module: DecodedModule, index: number): ValueType {
  return hooks.referenceTo?.(module.types[module.functions[index]!]!) ?? ValueType.FuncRef;
}

export function readFunctionIndex(reader: Reader, module: DecodedModule): number {
  const offset = reader.position;
  const index = reader.u32();
  if (index >= module.functions.length) throw unknown('function', index, offset);
  return index;
}
