import { Reader } from '../../binary/reader.js';
import { readValueType } from '../../binary/value-types.js';
import {
  type FieldType,
  fieldType,
  PackedType,
  type StorageType,
} from '../../extensions/function-references/defined-type.js';
import { FunctionType } from '../../types/function-type.js';
import { TypeForm } from '../../types/type-form.js';
import type { ValueType } from '../../types/value-type.js';

/** A type as its module has written it, not what it is: there may be others that are the same. */
export interface WrittenType {
  readonly keyword: 'func' | 'struct' | 'array';
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Of a function none, of an array one. */
  readonly fields: readonly FieldType[];
  /** Index of the supertype, or −1. */
  readonly supertype: number;
  readonly isFinal: boolean;
}

/** Types that are declared together, or one that is declared alone. */
export interface TypeGroup {
  /** Whether it is written as a group, which may have one type, or none. */
  readonly isWritten: boolean;
  readonly types: readonly WrittenType[];
}

/** Types whose numbers are their indices: readers that know them read references as they are written. */
export function numbered(count: number): FunctionType[] {
  return Array.from({ length: count }, (_, id) => Object.assign(new FunctionType([], []), { id }));
}

/**
 * The types of a valid module.
 * https://webassembly.github.io/spec/core/binary/modules.html#type-section
 * @param start of the section's contents; 0 where there is none
 * @param known types whose numbers are their indices
 */
export function readTypes(
  bytes: Uint8Array,
  start: number,
  known: readonly FunctionType[],
): TypeGroup[] {
  if (start === 0) return [];
  const reader = new Reader(bytes, start);
  reader.types = known;
  return list(reader, () => {
    const isWritten = bytes[reader.position] === TypeForm.Group;
    if (!isWritten) return { isWritten, types: [readType(reader)] };
    reader.skip(1);
    return { isWritten, types: list(reader, readType) };
  });
}

function list<T>(reader: Reader, read: (reader: Reader) => T): T[] {
  return Array.from({ length: reader.u32() }, () => read(reader));
}

function readType(reader: Reader): WrittenType {
  let form: TypeForm = reader.u8();
  let supertype = -1;
  let isFinal = true;
  if (form === TypeForm.Subtype || form === TypeForm.FinalSubtype) {
    isFinal = form === TypeForm.FinalSubtype;
    if (reader.u32() > 0) supertype = reader.u32();
    form = reader.u8();
  }
  const relations = { supertype, isFinal };
  const [params, results, fields]: [ValueType[], ValueType[], FieldType[]] = [[], [], []];
  switch (form) {
    case TypeForm.Struct:
      return { keyword: 'struct', params, results, fields: list(reader, readField), ...relations };
    case TypeForm.Array:
      return { keyword: 'array', params, results, fields: [readField(reader)], ...relations };
    default: {
      const [params, results] = [list(reader, readValueType), list(reader, readValueType)];
      return { keyword: 'func', params, results, fields, ...relations };
    }
  }
}

function readField(reader: Reader): FieldType {
  const code = reader.bytes[reader.position];
  let storage: StorageType;
  if (code === PackedType.I8 || code === PackedType.I16) {
    reader.skip(1);
    storage = code;
  } else storage = readValueType(reader);
  return fieldType(storage, reader.u8() === 1);
}
