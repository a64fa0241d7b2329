/** Reads types in their groups. https://webassembly.github.io/spec/core/binary/types.html#recursive-types */
import type { Reader } from '../../binary/reader.js';
import { readFunctionType } from '../../binary/type-section.js';
import { readValueType } from '../../binary/value-types.js';
import {
  at,
  integerRepresentationTooLong,
  malformed,
  tooMany,
  unknown,
} from '../../errors/compile-errors.js';
import type { CompileError } from '../../errors/errors.js';
import { Feature } from '../../opcodes/feature.js';
import { FunctionType } from '../../types/function-type.js';
import { MAX_TYPES } from '../../types/maximum.js';
import { resultType } from '../../types/result-type.js';
import { MAX_FIELDS, MAX_SUBTYPING_DEPTH } from '../maximum.js';
import { areSubtypes, isSubtype } from '../../types/type-rules.js';
import { TypeForm } from '../../types/type-form.js';
import { ValueType } from '../../types/value-type.js';
import {
  Composite,
  DefinedType,
  type FieldType,
  fieldType,
  isMutable,
  PackedType,
  storageOf,
  type StorageType,
} from './defined-type.js';
import { MaybeNull, referenceTo, withoutNull } from './heap-types.js';
import { idOfReference, add, find, idOf, OWN, removeLast, typeAt } from './registry.js';

/** What structures and arrays have for parameters and results. */
const NO_TYPES = resultType([]);

/** Types in the group that is read, which no reference points beyond. */
let groupSize = 0;

/** Reads a group, or a type that is one alone. */
export function readGroup(reader: Reader, types: FunctionType[]): void {
  const offset = reader.position;
  let size = 1;
  const isGroup = reader.bytes[offset] === TypeForm.Group;
  if (isGroup) {
    reader.position++;
    reader.require(Feature.Gc, offset);
    size = reader.count(MAX_TYPES, 'types');
    if (size > MAX_TYPES - types.length) throw tooMany('types', offset);
  }
  groupSize = size;
  const group: DefinedType[] = [];
  const offsets: number[] = [];
  for (let k = 0; k < size; k++) {
    offsets.push(reader.position);
    group.push(readSubtype(reader, types.length + k, types));
  }
  groupSize = 0;
  if (size === 0) return;
  const only = group[0]!;
  if (size === 1 && isPlain(only)) {
    types.push(new FunctionType(only.params, only.results));
    return;
  }
  for (const type of define(group, offsets)) types.push(type);
}

/** Whether a type is as in the first version: a function's, without relations to others. */
function isPlain(type: DefinedType): boolean {
  const isOwn = (value: ValueType): boolean => idOfReference(value) >= OWN;
  return (
    type.composite === Composite.Function &&
    type.isFinal &&
    type.supertype < 0 &&
    !type.params.some(isOwn) &&
    !type.results.some(isOwn)
  );
}

/** https://webassembly.github.io/spec/core/binary/types.html#composite-types */
function readSubtype(reader: Reader, index: number, types: readonly FunctionType[]): DefinedType {
  const offset = reader.position;
  const form = reader.bytes[offset];
  let supertype = -1;
  let isFinal = true;
  if (form === TypeForm.Subtype || form === TypeForm.FinalSubtype) {
    reader.position++;
    reader.require(Feature.Gc, offset);
    isFinal = form === TypeForm.FinalSubtype;
    const count = reader.u32();
    if (count > 1) throw invalidSubtype(index, offset);
    if (count === 1) {
      const at = reader.position;
      const declared = reader.u32();
      if (declared >= index) throw unknown('type', declared, at);
      supertype = idAt(types, declared);
    }
  }
  return readComposite(reader, supertype, isFinal);
}

function readComposite(reader: Reader, supertype: number, isFinal: boolean): DefinedType {
  const offset = reader.position;
  const form: TypeForm = reader.u8();
  switch (form) {
    case TypeForm.Function: {
      reader.position = offset;
      const { params, results } = readFunctionType(reader);
      return new DefinedType(Composite.Function, params, results, undefined, supertype, isFinal);
    }
    case TypeForm.Struct: {
      reader.require(Feature.Gc, offset);
      const fields: FieldType[] = [];
      for (let left = reader.count(MAX_FIELDS, 'fields'); left > 0; left--) {
        fields.push(readField(reader));
      }
      return new DefinedType(Composite.Struct, NO_TYPES, NO_TYPES, fields, supertype, isFinal);
    }
    case TypeForm.Array:
      reader.require(Feature.Gc, offset);
      return new DefinedType(
        Composite.Array,
        NO_TYPES,
        NO_TYPES,
        [readField(reader)],
        supertype,
        isFinal,
      );
    default:
      if (form >= 0x80) throw integerRepresentationTooLong(offset);
      throw malformed('type definition', offset);
  }
}

function readField(reader: Reader): FieldType {
  const code = reader.bytes[reader.position];
  let storage: StorageType;
  if (code === PackedType.I8 || code === PackedType.I16) {
    reader.position++;
    storage = code;
  } else storage = readValueType(reader);
  const offset = reader.position;
  const mutability = reader.u8();
  if (mutability > 1) throw malformed('mutability', offset);
  return fieldType(storage, mutability === 1);
}

/** The number of a module's type; relative, if it is in the group that is read. */
function idAt(types: readonly FunctionType[], index: number): number {
  return index < types.length ? idOf(types[index]!) : OWN + index - types.length;
}

/** What stands behind `ref`: an index, or the code of an abstract type. */
export function readHeapType(reader: Reader, isNullable: boolean): ValueType {
  const offset = reader.position;
  const maybeNull = isNullable ? MaybeNull.Yes : MaybeNull.No;
  const code = reader.bytes[offset];
  // One byte with bit 6 set is a negative number: an abstract type.
  if (code !== undefined && (code & 0xc0) === 0x40) {
    if (code < ValueType.ExnRef || code > ValueType.NullExnRef) {
      throw malformed('heap type', offset);
    }
    const type = readValueType(reader);
    return isNullable ? type : withoutNull(type);
  }
  const index = reader.s33();
  const { types } = reader;
  if (index < 0 || index >= types.length + groupSize) throw unknown('type', index, offset);
  return referenceTo(idAt(types, index), maybeNull);
}

/** What `ref.null` is of. */
export function readNullType(reader: Reader): ValueType {
  return readHeapType(reader, true);
}

function invalidSubtype(type: number, offset: number): CompileError {
  return at(`sub type ${type} does not match its super type`, offset);
}

/** The types that a group stands for: those of an equal one, or itself with numbers. */
function define(group: readonly DefinedType[], offsets: readonly number[]): FunctionType[] {
  const known = find(group);
  if (known >= 0) return group.map((_, k) => typeAt(known + k));
  const start = add(group, offsets[0]!);
  try {
    // First all, because what they are made of may refer to any of them.
    group.forEach((type, k) => settle(type, start, start + k));
    group.forEach((type, k) => inherit(type, offsets[k]!));
    group.forEach((type, k) => checkSupertype(type, offsets[k]!));
  } catch (error) {
    removeLast();
    throw error;
  }
  return [...group];
}

/** Puts numbers in place of places in the group. */
function settle(type: DefinedType, start: number, id: number): void {
  const absolute = (value: ValueType): ValueType =>
    idOfReference(value) >= OWN ? value + 2 * (OWN - start) : value;
  const { params, results, fields, supertype } = type;
  Object.assign(type, {
    id,
    params: resultType(params.map(absolute)),
    results: resultType(results.map(absolute)),
    ...(fields !== undefined && {
      fields: fields.map((field) =>
        fieldType(absolute(storageOf(field) as ValueType), isMutable(field)),
      ),
    }),
    supertype: supertype >= OWN ? supertype - OWN + start : supertype,
  });
}

/** Makes the supertype, which stands before, the prototype. */
function inherit(type: DefinedType, offset: number): void {
  if (type.supertype < 0) return;
  const above = typeAt(type.supertype);
  if (!(above instanceof DefinedType) || above.isFinal || above.composite !== type.composite) {
    throw invalidSubtype(type.id, offset);
  }
  if (depthOf(above) >= MAX_SUBTYPING_DEPTH) throw tooMany('supertypes', offset);
  Object.setPrototypeOf(type, above);
}

/** How many supertypes are above a type. */
function depthOf({ supertype }: DefinedType): number {
  let depth = 0;
  while (supertype >= 0) {
    depth++;
    ({ supertype } = typeAt(supertype) as DefinedType);
  }
  return depth;
}

/** https://webassembly.github.io/spec/core/valid/types.html#sub-types */
function checkSupertype(type: DefinedType, offset: number): void {
  if (type.supertype < 0) return;
  const above = typeAt(type.supertype) as DefinedType;
  if (!isDeclarable(type, above)) throw invalidSubtype(type.id, offset);
}

function isDeclarable(type: DefinedType, above: DefinedType): boolean {
  const { fields } = type;
  if (fields === undefined) {
    return areSubtypes(above.params, type.params) && areSubtypes(type.results, above.results);
  }
  return (
    fields.length >= above.fields!.length &&
    above.fields!.every((field, i) => {
      const own = fields[i]!;
      if (own === field) return true;
      const areConstant = !isMutable(own) && !isMutable(field);
      return areConstant && isSubtype(storageOf(own) as ValueType, storageOf(field) as ValueType);
    })
  );
}
