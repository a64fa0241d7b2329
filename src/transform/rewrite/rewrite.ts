import { readCustomName } from '../../binary/custom-section.js';
import { HEADER_BYTES } from '../../binary/header.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { type Edit, edited, joined } from './edit.js';
import { unsigned } from './leb128.js';

/**
 * What tools write of places in a module, which are others when it was edited: relocations, and
 * debugging information.
 */
const STALE = /^(linking|reloc\..*|\.debug_.*|sourceMappingURL|external_debug_info)$/;

/**
 * Makes edits in a module and corrects the sizes of what is around them: function bodies and
 * sections. An edit lies in one section, in one body or between two; what stands at the end of a
 * section belongs to it.
 *
 * @param bytes a valid module
 * @param edits in any order; two that replace the same bytes must agree
 */
export function rewrite(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array<ArrayBuffer> {
  const sorted = inOrder(edits);
  const reader = new Reader(bytes, HEADER_BYTES);
  const parts: Uint8Array[] = [bytes.subarray(0, HEADER_BYTES)];
  while (reader.position < reader.end) {
    const id: SectionId = reader.u8();
    const size = reader.length();
    const start = reader.position;
    const end = start + size;
    reader.position = end;
    if (id === SectionId.Custom && STALE.test(readCustomName(new Reader(bytes, start), end)))
      continue;
    const inside = sorted.filter((edit) => edit.start >= start && edit.end <= end);
    const contents =
      id === SectionId.Code
        ? editedBodies(bytes, start, end, inside)
        : edited(bytes, start, end, inside);
    parts.push(Uint8Array.of(id, ...unsigned(contents.length)), contents);
  }
  return joined(parts);
}

/** @throws Error when edits contradict each other */
function inOrder(edits: readonly Edit[]): Edit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter((edit, i) => {
    const before = sorted[i - 1];
    if (before === undefined || before.end <= edit.start) return true;
    const isSame = before.end === edit.end && before.bytes.join() === edit.bytes.join();
    if (!isSame) throw new Error(`two edits at offset ${edit.start} of a module`);
    return false;
  });
}

function editedBodies(
  bytes: Uint8Array,
  start: number,
  end: number,
  edits: readonly Edit[],
): Uint8Array {
  const reader = new Reader(bytes, start);
  const parts: Uint8Array[] = [];
  let next = 0;
  const editsUntil = (limit: number): Edit[] => {
    const first = next;
    while (next < edits.length && edits[next]!.end <= limit && edits[next]!.start < limit) next++;
    return edits.slice(first, next);
  };
  let count = reader.u32();
  parts.push(edited(bytes, start, reader.position, editsUntil(reader.position)));
  for (; count > 0; count--) {
    const size = reader.length();
    const body = reader.position;
    reader.position = body + size;
    const contents = edited(bytes, body, body + size, editsUntil(body + size));
    parts.push(Uint8Array.from(unsigned(contents.length)), contents);
  }
  parts.push(edited(bytes, end, end, edits.slice(next)));
  return joined(parts);
}
