import { malformed } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { MAX_SEGMENTS, MAX_TABLE_ELEMENTS } from '../types/maximum.js';
import { NON_NULL } from '../types/type-rules.js';
import { ValueType } from '../types/value-type.js';
import { type ConstantExpressions, SKIP } from './constant-expression.js';
import type { Reader } from './reader.js';
import { readReferenceType } from './value-types.js';

/** https://webassembly.github.io/spec/core/syntax/modules.html#element-segments */
export const enum ElementMode {
  /** Copied into a table when the module is instantiated. */
  Active,
  /** Copied by `table.init`. */
  Passive,
  /** Only says that `ref.func` may name its functions. */
  Declarative,
}

/** The bits of the number that an element segment begins with. */
const enum ElementFlag {
  NotActive = 1,
  /** With a table index, or declarative where not active. */
  Explicit = 2,
  Expressions = 4,
}

export interface ElementSegment {
  readonly mode: ElementMode;
  /** Table index of an active segment. */
  readonly table: number;
  /** Where an active segment's offset expression begins. */
  readonly offsetStart: number;
  /** Reference type of the items. */
  readonly type: ValueType;
  readonly count: number;
  /** Where the first item begins. */
  readonly itemsStart: number;
  /** Whether the items are constant expressions; otherwise function indices. */
  readonly expressions: boolean;
}

export function readElementCount(reader: Reader): number {
  return reader.count(MAX_SEGMENTS, 'element segments');
}

/**
 * One segment; the reader is behind its last item then.
 * https://webassembly.github.io/spec/core/binary/modules.html#element-section
 */
export function readElementSegment(
  reader: Reader,
  expressions: ConstantExpressions = SKIP,
): ElementSegment {
  const offset = reader.position;
  const flags = reader.u32();
  if (flags > 7) throw malformed('elements segment kind', offset);
  if (flags !== 0) reader.require(Feature.BulkMemory, offset);
  const active = (flags & ElementFlag.NotActive) === 0;
  const explicit = (flags & ElementFlag.Explicit) !== 0;
  const table = active && explicit ? reader.u32() : 0;
  const offsetStart = reader.position;
  if (active) expressions.offset(reader, 'table', table, offset);
  const items = (flags & ElementFlag.Expressions) !== 0;
  const type = active && !explicit ? implicitType(items) : readItemType(reader, items);
  const count = reader.count(MAX_TABLE_ELEMENTS, 'elements');
  const itemsStart = reader.position;
  for (let left = count; left > 0; left--) {
    if (items) expressions.expression(reader, type);
    else expressions.functionIndex(reader);
  }
  const mode = active
    ? ElementMode.Active
    : explicit
      ? ElementMode.Declarative
      : ElementMode.Passive;
  return { mode, table, offsetStart, type, count, itemsStart, expressions: items };
}

/** Functions that are named by their indices are never null. */
function implicitType(expressions: boolean): ValueType {
  return expressions ? ValueType.FuncRef : ValueType.FuncRef - NON_NULL;
}

/** A reference type before expressions; before indices the kind 0, which is functions. */
function readItemType(reader: Reader, expressions: boolean): ValueType {
  if (expressions) return readReferenceType(reader);
  const offset = reader.position;
  if (reader.u8() !== 0) throw malformed('element kind', offset);
  return implicitType(false);
}
