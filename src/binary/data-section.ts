import { malformed } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { MAX_SEGMENTS } from '../types/maximum.js';
import { type ConstantExpressions, SKIP } from './constant-expression.js';
import type { Reader } from './reader.js';

/** What the number means that a data segment begins with. */
const enum DataFlag {
  Passive = 1,
  /** Active, with a memory index. */
  Explicit = 2,
}

export interface DataSegment {
  /** Copied into a memory when the module is instantiated; otherwise by `memory.init`. */
  readonly active: boolean;
  /** Memory index of an active segment. */
  readonly memory: number;
  /** Where an active segment's offset expression begins. */
  readonly offsetStart: number;
  /** Where the segment's bytes begin. */
  readonly start: number;
  /** How many bytes there are. */
  readonly size: number;
}

export function readDataSegmentCount(reader: Reader): number {
  return reader.count(MAX_SEGMENTS, 'data segments');
}

/**
 * One segment; the reader is behind its last byte then.
 * https://webassembly.github.io/spec/core/binary/modules.html#data-section
 */
export function readDataSegment(
  reader: Reader,
  expressions: ConstantExpressions = SKIP,
): DataSegment {
  const offset = reader.position;
  const flag = reader.u32();
  if (flag > DataFlag.Explicit) throw malformed('data segment kind', offset);
  if (flag !== 0) reader.require(Feature.BulkMemory, offset);
  const active = flag !== DataFlag.Passive;
  const memory = flag === DataFlag.Explicit ? reader.u32() : 0;
  const offsetStart = reader.position;
  if (active) expressions.offset(reader, 'memory', memory, offset);
  const size = reader.u32();
  const start = reader.position;
  reader.skip(size);
  return { active, memory, offsetStart, start, size };
}
