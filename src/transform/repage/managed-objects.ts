import type { DecodedModule } from '../../binary/decoded-module.js';
import type { ActiveSegment } from './active-segment.js';

/** Where the first static object may begin: address 8, or 1024, and so that its contents are aligned. */
const FIRST: readonly number[] = Object.freeze([12, 1036]);
/** Words of a header: the size of the block behind its first word, two for the collector, class, bytes. */
const HEADER_BYTES = 20;
const MIN_BLOCK_BYTES = 28;

/**
 * Whether the static data begins with an object of AssemblyScript's: linkers put nothing there, and
 * its header says how large it is. (https://www.assemblyscript.org/runtime.html#memory-layout)
 */
export function hasManagedObjects(
  module: DecodedModule,
  segments: readonly ActiveSegment[],
): boolean {
  const first = segments[0]?.offset;
  if (first === undefined || !FIRST.includes(first)) return false;
  const memory = staticBytes(module, segments);
  if (memory === undefined || memory.byteLength < first + HEADER_BYTES) return false;
  const block = memory.getUint32(first, true);
  const contents = memory.getUint32(first + 16, true);
  return block >= MIN_BLOCK_BYTES && block % 16 === 12 && contents > 0 && contents <= block - 16;
}

/** What segments make of the memory, up to the last one's end. */
function staticBytes(
  module: DecodedModule,
  segments: readonly ActiveSegment[],
): DataView | undefined {
  const ends = segments.map(({ memory, offset, size }) =>
    memory === 0 && offset !== undefined ? offset + size : Infinity,
  );
  const end = ends.reduce((most, each) => Math.max(most, each), 0);
  if (end > MAX_BYTES) return undefined;
  const bytes = new Uint8Array(end);
  for (const { offset, start, size } of segments) {
    bytes.set(module.bytes.subarray(start, start + size), offset);
  }
  return new DataView(bytes.buffer);
}

/** More is not looked at. */
const MAX_BYTES = 1 << 20;
