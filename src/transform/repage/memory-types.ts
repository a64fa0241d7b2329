import type { DecodedModule } from '../../binary/decoded-module.js';
import { readImport, readImportCount } from '../../binary/import-section.js';
import { LimitsFlag } from '../../binary/limits.js';
import { readMemoryType } from '../../binary/memory-section.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import { ExternKind } from '../../types/extern-kind.js';
import { MAX_MEMORIES } from '../../types/maximum.js';
import type { MemoryType } from '../../types/memory-type.js';
import type { Edit } from '../rewrite/edit.js';
import { unsigned } from '../rewrite/leb128.js';

/** As many as 1-byte pages can be. */
export const MAX_BYTES = 2 ** 32 - 1;

/**
 * The edits that give memories types of 1-byte pages, imported ones and a module's own.
 * @param sizes bytes by memory index; of others the types stay
 */
export function memoryTypeEdits(module: DecodedModule, sizes: ReadonlyMap<number, number>): Edit[] {
  const edits: Edit[] = [];
  let index = 0;
  const replace = (reader: Reader, start: number, type: MemoryType): void => {
    const bytes = sizes.get(index++);
    if (bytes === undefined) return;
    edits.push({ start, end: reader.position, bytes: memoryType(bytes, type.maximum) });
  };
  const imports = module.sectionStart[SectionId.Import]!;
  if (imports !== 0) {
    const reader = new Reader(module.bytes, imports);
    for (let left = readImportCount(reader); left > 0; left--) {
      const start = typeStart(reader);
      const entry = readImport(reader, module.types);
      if (entry.kind !== ExternKind.Memory) continue;
      replace(reader, start, entry.type);
    }
  }
  const own = module.sectionStart[SectionId.Memory]!;
  if (own === 0) return edits;
  const reader = new Reader(module.bytes, own);
  for (let left = reader.count(MAX_MEMORIES, 'memories'); left > 0; left--) {
    const start = reader.position;
    replace(reader, start, readMemoryType(reader));
  }
  return edits;
}

/** Where the type of the import begins that the reader is at. */
function typeStart({ bytes, position }: Reader): number {
  const reader = new Reader(bytes, position);
  reader.name();
  reader.name();
  reader.u8();
  return reader.position;
}

/** The type of a memory of 1-byte pages, in the binary format. */
function memoryType(bytes: number, maximumPages: number | undefined): number[] {
  const most = maximumPages === undefined ? undefined : Math.min(maximumPages * 65536, MAX_BYTES);
  return [
    most === undefined ? LimitsFlag.PageSize : LimitsFlag.PageSize | LimitsFlag.Maximum,
    ...unsigned(bytes),
    ...(most === undefined ? [] : unsigned(most)),
    0,
  ];
}
