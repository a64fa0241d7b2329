import { malformed, tableSizeTooLarge } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { TableType } from '../types/table-type.js';
import { type ConstantExpressions, SKIP } from './constant-expression.js';
import { LimitsFlag, readLimits, readLimitsFlags } from './limits.js';
import type { Reader } from './reader.js';
import { readReferenceType } from './value-types.js';

/** What a table with an initial value begins with, in place of a reference type. */
const INITIALISED = 0x40;

/** Elements of a table with 32-bit indices. */
const MAX_ELEMENTS = 0xffffffff;

/** A table that the module defines. */
export interface Table {
  readonly type: TableType;
  /** Where the expression of its elements' first value begins; −1 for null. */
  readonly initStart: number;
}

/** https://webassembly.github.io/spec/core/binary/modules.html#table-section */
export function readTable(reader: Reader, expressions: ConstantExpressions = SKIP): Table {
  const offset = reader.position;
  if (reader.bytes[offset] !== INITIALISED) return { type: readTableType(reader), initStart: -1 };
  reader.u8();
  reader.require(Feature.ReferenceTypes, offset);
  if (reader.u8() !== 0) throw malformed('table', offset);
  const type = readTableType(reader);
  const initStart = reader.position;
  expressions.expression(reader, type.element);
  return { type, initStart };
}

/** https://webassembly.github.io/spec/core/binary/types.html#table-types */
export function readTableType(reader: Reader): TableType {
  const element = readReferenceType(reader);
  const offset = reader.position;
  const flags = readLimitsFlags(reader, 0);
  const is64 = (flags & LimitsFlag.Is64) !== 0;
  const { minimum, maximum } = readLimits(reader, flags);
  if (!is64 && (minimum > MAX_ELEMENTS || maximum! > MAX_ELEMENTS)) throw tableSizeTooLarge(offset);
  return new TableType(element, minimum, maximum, is64);
}
