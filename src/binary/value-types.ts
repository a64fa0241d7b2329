import { malformed, notSupported } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { ValueType } from '../types/value-type.js';
import type { Reader } from './reader.js';

/** The code of `v128`. */
const V128 = 0x7b;
/** The codes of `(ref null t)`, `(ref t)` and the heap types of garbage collection. */
const FIRST_GC = 0x63;
const LAST_GC = 0x74;

/** https://webassembly.github.io/spec/core/binary/types.html#value-types */
export function readValueType(reader: Reader): ValueType {
  const offset = reader.position;
  const code = reader.s7();
  if (code >= ValueType.F64) return code;
  if (code !== ValueType.FuncRef && code !== ValueType.ExternRef) {
    return otherType(reader, code, 'value type', offset);
  }
  reader.require(Feature.ReferenceTypes, offset);
  return code;
}

/**
 * A reference type or, in `ref.null`, a heap type, whose codes are the same. Those of tables are
 * older than the feature, so that it is not asked for here.
 * https://webassembly.github.io/spec/core/binary/types.html#reference-types
 */
export function readReferenceType(reader: Reader): ValueType {
  const offset = reader.position;
  const code = reader.s7();
  if (code === ValueType.ExternRef) reader.require(Feature.ReferenceTypes, offset);
  else if (code !== ValueType.FuncRef) return otherType(reader, code, 'reference type', offset);
  return code;
}

/** Codes that only extensions know. @throws CompileError for those of proposals that we lack */
function otherType(reader: Reader, code: number, what: string, offset: number): ValueType {
  if (code === V128) throw notSupported('SIMD', offset);
  if (code < FIRST_GC || code > LAST_GC) throw malformed(what, offset);
  const isException =
    code === (ValueType.ExnRef as number) || code === (ValueType.NullExnRef as number);
  if (!isException) throw notSupported('garbage collection', offset);
  reader.require(Feature.ExceptionHandling, offset);
  return code;
}
