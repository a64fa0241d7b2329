import { malformed, nonEmptyTagResult } from '../errors/compile-errors.js';
import type { FunctionType } from '../types/function-type.js';
import { readTypeIndex } from './function-section.js';
import type { Reader } from './reader.js';

/**
 * A tag's type: what exceptions with it hold are its parameters.
 * https://webassembly.github.io/spec/core/binary/types.html#tag-types
 */
export function readTagType(reader: Reader, types: readonly FunctionType[]): FunctionType {
  const offset = reader.position;
  // The attribute, of which there is one: exception.
  if (reader.u8() !== 0) throw malformed('tag attribute', offset);
  const type = types[readTypeIndex(reader, types)]!;
  if (type.results.length > 0) throw nonEmptyTagResult(offset);
  return type;
}
