import { integerRepresentationTooLong, malformed } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { FunctionType } from '../types/function-type.js';
import { MAX_PARAMS, MAX_RESULTS, MAX_TYPES } from '../types/maximum.js';
import { resultType } from '../types/result-type.js';
import { hooks } from '../hooks.js';
import { TypeForm } from '../types/type-form.js';
import type { ValueType } from '../types/value-type.js';
import type { Reader } from './reader.js';
import { readValueType } from './value-types.js';

/**
 * The contents of the type section.
 * https://webassembly.github.io/spec/core/binary/modules.html#type-section
 */
export function readTypes(reader: Reader): FunctionType[] {
  const types: FunctionType[] = [];
  reader.types = types;
  for (let left = reader.count(MAX_TYPES, 'types'); left > 0; left--) {
    if (hooks.readGroup === undefined) types.push(readFunctionType(reader));
    else hooks.readGroup(reader, types);
  }
  return types;
}

/** https://webassembly.github.io/spec/core/binary/types.html#function-types */
export function readFunctionType(reader: Reader): FunctionType {
  const offset = reader.position;
  const form = reader.u8();
  if (form !== TypeForm.Function) {
    if (form >= 0x80) throw integerRepresentationTooLong(offset);
    if (form >= TypeForm.Group && form <= TypeForm.Struct) reader.require(Feature.Gc, offset);
    throw malformed('type definition', offset);
  }
  const params = readResultType(reader, MAX_PARAMS, 'parameters');
  const resultsOffset = reader.position;
  const results = readResultType(reader, MAX_RESULTS, 'results');
  if (results.length > 1) reader.require(Feature.MultiValue, resultsOffset);
  return new FunctionType(resultType(params), resultType(results));
}

/** https://webassembly.github.io/spec/core/binary/types.html#result-types */
function readResultType(reader: Reader, maximum: number, what: string): ValueType[] {
  const types: ValueType[] = [];
  for (let left = reader.count(maximum, what); left > 0; left--) types.push(readValueType(reader));
  return types;
}
