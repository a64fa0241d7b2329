import { malformed, notSupported } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { hooks } from '../hooks.js';
import { TypeForm } from '../types/type-form.js';
import { isExceptionType, ValueType } from '../types/value-type.js';
import type { Reader } from './reader.js';

/** The code of `v128`. */
const V128 = 0x7b;

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

/** What `ref.null` is of, whose types have the codes of those of references. */
export function readNullType(reader: Reader): ValueType {
  return (hooks.readNullType ?? readReferenceType)(reader);
}

function readReference(reader: Reader, code: number, what: string, offset: number): ValueType {
  if (code === V128) throw notSupported('SIMD', offset);
  // Codes between that are none are refused as those that need a feature.
  if (code < TypeForm.NullableReference || code > ValueType.NullExnRef)
    throw malformed(what, offset);
  reader.require(featureOf(code), offset);
  return code <= TypeForm.Reference
    ? hooks.readHeapType!(reader, code === TypeForm.NullableReference)
    : code;
}

function featureOf(code: ValueType): Feature {
  if (code === ValueType.FuncRef || code === ValueType.ExternRef) return Feature.ReferenceTypes;
  if ((code as number) <= TypeForm.Reference) return Feature.FunctionReferences;
  return isExceptionType(code) ? Feature.ExceptionHandling : Feature.Gc;
}
