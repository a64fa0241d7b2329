/** https://webassembly.github.io/spec/core/valid/instructions.html#aggregate-instructions */
import {
  dataCountRequired,
  malformed,
  at,
  tooMany,
  typeMismatch,
  unknown,
} from '../../errors/compile-errors.js';
import { Handler, HandlerLimit } from '../../opcodes/handler.js';
import { Op } from '../../opcodes/op.js';
import { FunctionType } from '../../types/function-type.js';
import { MAX_FIELDS } from '../maximum.js';
import { isSubtype } from '../../types/type-rules.js';
import { isNonNull, isReference, ValueType } from '../../types/value-type.js';
import type { FunctionValidator } from '../../validation/function-validator.js';
import type { Rule } from '../../validation/rule.js';
import {
  Composite,
  DefinedType,
  type FieldType,
  isMutable,
  PackedType,
  storageOf,
  type StorageType,
} from '../function-references/defined-type.js';
import {
  MaybeNull,
  referenceTo,
  topOf,
  withNull,
  withoutNull,
} from '../function-references/heap-types.js';
import { idOfReference } from '../function-references/registry.js';
import { checkBranch } from '../function-references/rules.js';
import { readHeapType } from '../function-references/type-groups.js';
import { codeTarget, indexTarget } from './reference-handlers.js';
import { packedAccess } from './structure-handlers.js';

const I32 = ValueType.I32;

interface Target {
  readonly index: number;
  readonly type: DefinedType;
  /** References to it, null among them. */
  readonly reference: ValueType;
}

function readTarget({ reader, module, operands }: FunctionValidator, composite: Composite): Target {
  const offset = reader.position;
  const index = reader.u32();
  const type = module.types[index];
  if (type === undefined) throw unknown('type', index, offset);
  if (!(type instanceof DefinedType) || type.composite !== composite) {
    throw typeMismatch(operands.offset);
  }
  return { index, type, reference: referenceTo(type.id, MaybeNull.Yes) };
}

/** A field's type on the operand stack. */
function valueOf(field: FieldType): ValueType {
  const storage = storageOf(field);
  return isPacked(storage) ? I32 : storage;
}

function isPacked(storage: StorageType): storage is PackedType {
  return storage === PackedType.I8 || storage === PackedType.I16;
}

function bitsOf(storage: PackedType): number {
  return storage === PackedType.I8 ? 8 : 16;
}

function signature(params: readonly ValueType[], results: readonly ValueType[]): FunctionType {
  return new FunctionType(params, results);
}

function checkDefault(field: FieldType, offset: number): void {
  const storage = storageOf(field);
  if (!isPacked(storage) && isNonNull(storage)) throw typeMismatch(offset);
}

/** Operands that one handler takes beside the object that it sets them in. */
const PIECE = HandlerLimit.Params - 1;

/**
 * Shows the visitor how an object comes to its operands, of which one handler takes a few only: it is
 * made with the last ones, then the others are set in it, piece by piece.
 * @param end operands that are not in the object yet
 */
function fill(
  { visitor, visiting }: FunctionValidator,
  handler: Handler,
  types: (index: number) => ValueType,
  end: number,
  reference: ValueType,
): void {
  if (!visiting) return;
  while (end > 0) {
    const start = Math.max(0, end - PIECE);
    const params: ValueType[] = [];
    for (let i = start; i < end; i++) params.push(types(i));
    visitor!.extended(handler, start, signature([...params, reference], [reference]));
    end = start;
  }
}

export const structNew: Rule = (validator) => {
  const { index, type, reference } = readTarget(validator, Composite.Struct);
  const types = type.fields!.map(valueOf);
  const made = withoutNull(reference);
  const first = Math.max(0, types.length - HandlerLimit.Params);
  if (first === 0) return validator.extended(Handler.StructNew, index, signature(types, [made]));
  validator.operands.popAll(types);
  validator.operands.push(made);
  if (!validator.visiting) return;
  validator.visitor!.extended(Handler.StructNew, index, signature(types.slice(first), [made]));
  fill(validator, Handler.StructFill, (i) => types[i]!, first, made);
};

export const structNewDefault: Rule = (validator) => {
  const { index, type, reference } = readTarget(validator, Composite.Struct);
  for (const field of type.fields!) checkDefault(field, validator.operands.offset);
  validator.extended(Handler.StructNew, index, signature([], [withoutNull(reference)]));
};

function readField(validator: FunctionValidator, { type }: Target): [number, FieldType] {
  const { reader } = validator;
  const offset = reader.position;
  const index = reader.u32();
  const field = type.fields![index];
  if (field === undefined) throw unknown('field', index, offset);
  return [index, field];
}

/** `struct.get`, and `_s` and `_u` of a packed field. */
export const structGet =
  (extension: Extension): Rule =>
  (validator) => {
    const target = readTarget(validator, Composite.Struct);
    const [index, field] = readField(validator, target);
    const storage = storageOf(field);
    checkExtension(validator, storage, extension);
    const type = signature([target.reference], [valueOf(field)]);
    if (isPacked(storage)) {
      const access = packedAccess(bitsOf(storage), extension === Extension.Unsigned);
      validator.extended(Handler.StructGetPacked, index | (access << 16), type);
    } else {
      const handler = storage === ValueType.I64 ? Handler.StructGet64 : Handler.StructGet;
      validator.extended(handler, index, type);
    }
  };

/** How an instruction makes an i32 of a packed integer. */
export const enum Extension {
  None,
  Signed,
  Unsigned,
}

function checkExtension(
  { operands }: FunctionValidator,
  storage: StorageType,
  extension: Extension,
): void {
  if (isPacked(storage) !== (extension !== Extension.None)) throw typeMismatch(operands.offset);
}

export const structSet: Rule = (validator) => {
  const target = readTarget(validator, Composite.Struct);
  const [index, field] = readField(validator, target);
  if (!isMutable(field)) throw at('immutable field', validator.operands.offset);
  const handler = storageOf(field) === ValueType.I64 ? Handler.StructSet64 : Handler.StructSet;
  validator.extended(handler, index, signature([target.reference, valueOf(field)], []));
};

function elementOf({ type }: Target): FieldType {
  return type.fields![0]!;
}

export const arrayNew: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const value = valueOf(elementOf(target));
  const handler = value === ValueType.I64 ? Handler.ArrayNew64 : Handler.ArrayNew;
  validator.extended(
    handler,
    target.index,
    signature([value, I32], [withoutNull(target.reference)]),
  );
};

export const arrayNewDefault: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  checkDefault(elementOf(target), validator.operands.offset);
  const type = signature([I32], [withoutNull(target.reference)]);
  validator.extended(Handler.ArrayNewDefault, target.index, type);
};

export const arrayNewFixed: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const { reader, operands, visitor } = validator;
  const offset = reader.position;
  const count = reader.u32();
  if (count > MAX_FIELDS) throw tooMany('elements', offset);
  const value = valueOf(elementOf(target));
  const made = withoutNull(target.reference);
  for (let left = count; left > 0; left--) operands.pop(value);
  operands.push(made);
  if (!validator.visiting) return;
  visitor!.instruction(Op.i32_const, count, 0);
  visitor!.extended(Handler.ArrayNewDefault, target.index, signature([I32], [made]));
  fill(validator, Handler.ArrayFillTop, () => value, count, made);
};

/** The segment's index is an operand, because one word has no room for both indices. */
function newFromSegment(
  validator: FunctionValidator,
  { index, reference }: Target,
  segment: number,
  handler: Handler,
): void {
  const { operands } = validator;
  operands.popAll([I32, I32]);
  operands.push(withoutNull(reference));
  if (!validator.visiting) return;
  validator.visitor!.instruction(Op.i32_const, segment, 0);
  validator.visitor!.extended(handler, index, signature([I32, I32, I32], [withoutNull(reference)]));
}

export const arrayNewData: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const segment = readDataIndex(validator, elementOf(target));
  newFromSegment(validator, target, segment, Handler.ArrayNewData);
};

export const arrayNewElem: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const segment = readElementIndex(validator, elementOf(target));
  newFromSegment(validator, target, segment, Handler.ArrayNewElem);
};

function readDataIndex({ reader, module, operands }: FunctionValidator, field: FieldType): number {
  const offset = reader.position;
  const segment = reader.u32();
  if (isReference(valueOf(field))) {
    throw at('array type is not numeric or vector', operands.offset);
  }
  if (module.dataCount < 0) throw dataCountRequired(offset);
  if (segment >= module.dataCount) throw unknown('data segment', segment, offset);
  return segment;
}

function readElementIndex(
  { reader, module, operands }: FunctionValidator,
  field: FieldType,
): number {
  const storage = storageOf(field);
  const offset = reader.position;
  const segment = reader.u32();
  const type = module.elements[segment];
  if (type === undefined) throw unknown('elem segment', segment, offset);
  if (isPacked(storage) || !isSubtype(type, storage)) throw typeMismatch(operands.offset);
  return segment;
}

export const arrayGet =
  (extension: Extension): Rule =>
  (validator) => {
    const target = readTarget(validator, Composite.Array);
    const field = elementOf(target);
    const storage = storageOf(field);
    checkExtension(validator, storage, extension);
    const type = signature([target.reference, I32], [valueOf(field)]);
    if (isPacked(storage) && extension === Extension.Unsigned) {
      validator.extended(Handler.ArrayGetMasked, (1 << bitsOf(storage)) - 1, type);
    } else validator.extended(getterOf(storage), 0, type);
  };

function getterOf(storage: StorageType): Handler {
  if (storage === ValueType.I64) return Handler.ArrayGet64;
  return storage === ValueType.F32 ? Handler.ArrayGetF32 : Handler.ArrayGet;
}

function requireMutable({ operands }: FunctionValidator, field: FieldType): void {
  if (!isMutable(field)) throw at('immutable array', operands.offset);
}

export const arraySet: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const field = elementOf(target);
  requireMutable(validator, field);
  const handler = storageOf(field) === ValueType.I64 ? Handler.ArraySet64 : Handler.ArraySet;
  validator.extended(handler, 0, signature([target.reference, I32, valueOf(field)], []));
};

export const arrayLen: Rule = (validator) => {
  validator.extended(Handler.ArrayLen, 0, signature([ValueType.ArrayRef], [I32]));
};

export const arrayFill: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const field = elementOf(target);
  requireMutable(validator, field);
  const handler = storageOf(field) === ValueType.I64 ? Handler.ArrayFill64 : Handler.ArrayFill;
  validator.extended(handler, 0, signature([target.reference, I32, valueOf(field), I32], []));
};

export const arrayCopy: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  const source = readTarget(validator, Composite.Array);
  const field = elementOf(target);
  requireMutable(validator, field);
  const from = storageOf(elementOf(source));
  const to = storageOf(field);
  const fits = from === to || (!isPacked(from) && !isPacked(to) && isSubtype(from, to));
  if (!fits) throw at('array types do not match', validator.operands.offset);
  const type = signature([target.reference, I32, source.reference, I32, I32], []);
  validator.extended(Handler.ArrayCopy, 0, type);
};

export const arrayInitData: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  requireMutable(validator, elementOf(target));
  const segment = readDataIndex(validator, elementOf(target));
  const type = signature([target.reference, I32, I32, I32], []);
  validator.extended(Handler.ArrayInitData, segment, type);
};

export const arrayInitElem: Rule = (validator) => {
  const target = readTarget(validator, Composite.Array);
  requireMutable(validator, elementOf(target));
  const segment = readElementIndex(validator, elementOf(target));
  const type = signature([target.reference, I32, I32, I32], []);
  validator.extended(Handler.ArrayInitElem, segment, type);
};

/** What a cast is to: its type, and what the handlers take it as. */
function readCast({ reader }: FunctionValidator, isNullable: boolean): [ValueType, number] {
  const start = reader.position;
  const type = readHeapType(reader, isNullable);
  if (idOfReference(type) < 0) return [type, codeTarget(withNull(type), isNullable)];
  const end = reader.position;
  reader.position = start;
  const index = reader.s33();
  reader.position = end;
  return [type, indexTarget(index, isNullable)];
}

export const refTest =
  (isNullable: boolean): Rule =>
  (validator) => {
    const [type, x] = readCast(validator, isNullable);
    validator.extended(Handler.RefTest, x, signature([topOf(type)], [I32]));
  };

export const refCast =
  (isNullable: boolean): Rule =>
  (validator) => {
    const [type, x] = readCast(validator, isNullable);
    validator.extended(Handler.RefCast, x, signature([topOf(type)], [type]));
  };

/**
 * `br_on_cast` and `br_on_cast_fail`.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-br-on-cast
 */
export const branchOnCast =
  (onFailure: boolean): Rule =>
  (validator) => {
    const { reader, operands } = validator;
    const offset = reader.position;
    const flags = reader.u8();
    if (flags > 3) throw malformed('br_on_cast flags', offset);
    const labelAt = reader.position;
    reader.u32();
    const [from] = readCast(validator, (flags & 1) !== 0);
    const [to, x] = readCast(validator, (flags & 2) !== 0);
    const end = reader.position;
    if (!isSubtype(to, from)) throw typeMismatch(operands.offset);
    // Where the cast fails, null is no more if it would have been cast.
    const rest = (flags & 2) !== 0 ? withoutNull(from) : from;
    operands.pop(from);
    reader.position = labelAt;
    const label = checkBranch(validator, onFailure ? rest : to);
    reader.position = end;
    operands.push(onFailure ? to : rest);
    if (!validator.visiting) return;
    const visitor = validator.visitor!;
    visitor.duplicate();
    visitor.extended(Handler.RefTest, x, signature([from], [I32]));
    if (onFailure) visitor.instruction(Op.i32_eqz, 0, 0);
    visitor.instruction(Op.br_if, label, 0);
  };

/**
 * `any.convert_extern` and `extern.convert_any`: values are the same on both sides.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-any-convert-extern
 */
export const convert =
  (from: ValueType, to: ValueType): Rule =>
  ({ operands }) => {
    const type = operands.popAny();
    if (type !== 0 && !isSubtype(type, from)) throw typeMismatch(operands.offset);
    operands.push(type !== 0 && !isNonNull(type) ? to : withoutNull(to));
  };

export const refEq: Rule = (validator) => {
  validator.extended(Handler.RefEq, 0, signature([ValueType.EqRef, ValueType.EqRef], [I32]));
};

export const i31New: Rule = (validator) => {
  validator.extended(Handler.I31New, 0, signature([I32], [withoutNull(ValueType.I31Ref)]));
};

export const i31Get =
  (handler: Handler): Rule =>
  (validator) => {
    validator.extended(handler, 0, signature([ValueType.I31Ref], [I32]));
  };
