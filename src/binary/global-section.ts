import { malformed } from '../errors/compile-errors.js';
import { GlobalType } from '../types/global-type.js';
import { type ConstantExpressions, SKIP } from './constant-expression.js';
import type { Reader } from './reader.js';
import { readValueType } from './value-types.js';

/** A global that the module defines. */
export interface Global {
  readonly type: GlobalType;
  /** Where the expression of its first value begins. */
  readonly initStart: number;
}

/** https://webassembly.github.io/spec/core/binary/modules.html#global-section */
export function readGlobal(reader: Reader, expressions: ConstantExpressions = SKIP): Global {
  const type = readGlobalType(reader);
  const initStart = reader.position;
  expressions.expression(reader, type.content);
  return { type, initStart };
}

/** https://webassembly.github.io/spec/core/binary/types.html#global-types */
export function readGlobalType(reader: Reader): GlobalType {
  const content = readValueType(reader);
  const offset = reader.position;
  const mutability = reader.u8();
  if (mutability > 1) throw malformed('mutability', offset);
  return new GlobalType(content, mutability === 1);
}
