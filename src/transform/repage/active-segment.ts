import { readDataSegment, readDataSegmentCount } from '../../binary/data-section.js';
import type { DecodedModule } from '../../binary/decoded-module.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { Op } from '../../opcodes/op.js';

/** An active segment of a memory. */
export interface ActiveSegment {
  readonly memory: number;
  /** Undefined where it is no constant. */
  readonly offset: number | undefined;
  /** Where its bytes stand in the module. */
  readonly start: number;
  readonly size: number;
}

/** The active segments of a module, in order. */
export function activeSegments(module: DecodedModule): ActiveSegment[] {
  const start = module.sectionStart[SectionId.Data]!;
  if (start === 0) return [];
  const reader = new Reader(module.bytes, start);
  const segments: ActiveSegment[] = [];
  for (let left = readDataSegmentCount(reader); left > 0; left--) {
    const { active, memory, offsetStart, start, size } = readDataSegment(reader);
    if (active) segments.push({ memory, offset: constantAt(module, offsetStart), start, size });
  }
  return segments;
}

/** The value of a constant expression that is one i32 constant. */
export function constantAt(module: DecodedModule, start: number): number | undefined {
  const reader = new Reader(module.bytes, start);
  if (reader.u8() !== Op.i32_const) return undefined;
  const value = reader.s32();
  return reader.u8() === Op.end ? value >>> 0 : undefined;
}
