import { unknown } from '../errors/compile-errors.js';
import type { FunctionType } from '../types/function-type.js';
import { MAX_FUNCTIONS } from '../types/maximum.js';
import type { Reader } from './reader.js';

/**
 * How many functions the module defines; their type indices follow.
 * https://webassembly.github.io/spec/core/binary/modules.html#function-section
 */
export function readFunctionCount(reader: Reader): number {
  return reader.count(MAX_FUNCTIONS, 'functions');
}

/** https://webassembly.github.io/spec/core/valid/types.html#type-uses */
export function readTypeIndex(reader: Reader, types: readonly FunctionType[]): number {
  const offset = reader.position;
  const index = reader.u32();
  functionTypeAt(types, index, offset);
  return index;
}

/** @param offset of the index, for the message */
export function functionTypeAt(
  types: readonly FunctionType[],
  index: number,
  offset: number,
): FunctionType {
  const type = types[index];
  if (type === undefined || type.fields !== undefined) throw unknown('type', index, offset);
  return type;
}
