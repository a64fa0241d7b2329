/** https://webassembly.github.io/spec/core/valid/instructions.html#valid-try-table */
import {
  at,
  malformed,
  typeMismatch,
  unexpectedEnd,
  unknown,
} from '../../errors/compile-errors.js';
import type { CompileError } from '../../errors/errors.js';
import { Handler } from '../../opcodes/handler.js';
import { Op } from '../../opcodes/op.js';
import { FunctionType } from '../../types/function-type.js';
import { NON_NULL } from '../../types/type-rules.js';
import { ValueType, valueTypeName } from '../../types/value-type.js';
import { BOTTOM, type OperandStack } from '../../validation/operand-stack.js';
import {
  type Catch,
  type CatchKind,
  givesReference,
  hasTag,
} from '../../validation/function-visitor.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import type { Rule } from '../../validation/rule.js';

type StackType = ValueType | typeof BOTTOM;

const NO_TYPES: readonly ValueType[] = Object.freeze([]);
const EXCEPTION: readonly ValueType[] = Object.freeze([ValueType.ExnRef]);
const THROWN = Object.freeze(new FunctionType(EXCEPTION, NO_TYPES));

export const throw_: Rule = (validator) => {
  const { operands } = validator;
  const index = readTag(validator);
  const type = validator.module.tags[index]!;
  const found = topOf(operands, type.params.length);
  try {
    operands.popAll(type.params);
  } catch {
    throw stackMismatch(type.params, found, operands.offset);
  }
  if (validator.visiting) validator.visitor!.extended(Handler.Throw, index, type);
  validator.setUnreachable();
};

/** The types of the operands on top, as many as there are of so many. */
function topOf(operands: OperandStack, count: number): StackType[] {
  const types: StackType[] = [];
  while (types.length < count && operands.height > operands.base) types.unshift(operands.popAny());
  for (const type of types) operands.push(type);
  return types;
}

/** In the suite's words, which are these for `throw` only. */
function stackMismatch(
  required: readonly ValueType[],
  found: readonly StackType[],
  offset: number,
): CompileError {
  const text = (types: readonly StackType[]): string =>
    types.map((type) => (type === BOTTOM ? 'bot' : valueTypeName(type))).join(' ');
  return at(
    `type mismatch: instruction requires [${text(required)}] but stack has [${text(found)}]`,
    offset,
  );
}

export const throwRef: Rule = (validator) => {
  validator.extended(Handler.ThrowRef, 0, THROWN);
  validator.setUnreachable();
};

export const tryTable: Rule = (validator) => {
  const { operands, reader, visiting } = validator;
  const type = validator.blockTypes.read(reader, validator.module.types);
  const count = reader.u32();
  if (count > validator.bodyEnd - reader.position) throw unexpectedEnd(validator.bodyEnd);
  const catches: Catch[] = [];
  for (let left = count; left > 0; left--) catches.push(readCatch(validator));
  operands.popAll(type.params);
  if (visiting) validator.visitor!.tryTable(type, catches);
  validator.control.open(Op.block, type, visiting);
};

/** A clause, which must give what its label takes. */
function readCatch(validator: FunctionValidator): Catch {
  const { reader, module, operands } = validator;
  const kindOffset = reader.position;
  const kind: CatchKind = reader.u8();
  if ((kind as number) > 3) throw malformed('catch clause', kindOffset);
  const tag = hasTag(kind) ? readTag(validator) : 0;
  const offset = reader.position;
  const label = reader.u32();
  const taken = validator.control.label(label, offset);
  const held = hasTag(kind) ? module.tags[tag]!.params : NO_TYPES;
  const given = givesReference(kind) ? [...held, ValueType.ExnRef - NON_NULL] : held;
  // Of the same length, so that nothing below is popped.
  if (given.length !== taken.length) throw typeMismatch(offset);
  operands.pushAll(given);
  operands.popAll(taken);
  return { kind, tag, label };
}

function readTag({ reader, module }: FunctionValidator): number {
  const offset = reader.position;
  const index = reader.u32();
  if (index >= module.tags.length) throw unknown('tag', index, offset);
  return index;
}
