import { malformed, notSupported } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { ValueType } from '../types/value-type.js';
import type { Reader } from './reader.js';

/** The code of `v128`. */
const V128 = 0x7b;
/** What `(ref t)` and `(ref null t)` begin with. */
const REF = 0x64;
const REF_NULL = 0x63;

/** Reads what follows: a heap type. */
export type HeapTypeReader = (reader: Reader, isNullable: boolean) => ValueType;

let readHeapType: HeapTypeReader | undefined;

/** Called by an extension when it is imported. */
export function registerHeapTypes(read: HeapTypeReader): void {
  readHeapType = read;
}

/** https://webassembly.github.io/spec/core/binary/types.html#value-types */
export function readValueType(reader: Reader): ValueType {
  const offset = reader.position;
  const code = reader.s7();
  return code >= ValueType.F64 ? code : readReference(reader, code, 'value type', offset);
}

/** https://webassembly.github.io/spec/core/binary/types.html#reference-types */
export function readReferenceType(reader: Reader): ValueType {
  const offset = reader.position;
  const code = reader.s7();
  // Those of tables are older than the feature, so that it is not asked for here.
  return code === ValueType.FuncRef ? code : readReference(reader, code, 'reference type', offset);
}

/** What `ref.null` is of. https://webassembly.github.io/spec/core/binary/types.html#heap-types */
export function readNullType(reader: Reader): ValueType {
  const { bytes, position } = reader;
  const code = bytes[position]!;
  // One byte with bit 6 set is a negative number: no index.
  if ((code & 0xc0) === 0x40) {
    if (code === REF || code === REF_NULL) throw malformed('heap type', position);
    return readReferenceType(reader);
  }
  reader.require(Feature.FunctionReferences, position);
  return readHeapType!(reader, true);
}

function readReference(reader: Reader, code: number, what: string, offset: number): ValueType {
  const feature = featureOf(code);
  if (feature === 0) {
    throw code === V128 ? notSupported('SIMD', offset) : malformed(what, offset);
  }
  reader.require(feature, offset);
  return code <= REF && code >= REF_NULL ? readHeapType!(reader, code === REF_NULL) : code;
}

function featureOf(code: number): Feature {
  switch (code) {
    case ValueType.FuncRef:
    case ValueType.ExternRef:
      return Feature.ReferenceTypes;
    case REF:
    case REF_NULL:
      return Feature.FunctionReferences;
    case ValueType.ExnRef:
    case ValueType.NullExnRef:
      return Feature.ExceptionHandling;
    default:
      return code >= ValueType.ArrayRef && code <= ValueType.NoFuncRef ? Feature.Gc : 0;
  }
}
