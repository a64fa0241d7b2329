import { malformed } from '../errors/compile-errors.js';
import { ExternKind } from '../types/extern-kind.js';
import { MAX_EXPORTS } from '../types/maximum.js';
import type { Export } from './decoded-module.js';
import type { Reader } from './reader.js';

/**
 * The contents of the export section.
 * https://webassembly.github.io/spec/core/binary/modules.html#export-section
 */
export function readExports(reader: Reader): Export[] {
  const exports: Export[] = [];
  for (let left = readExportCount(reader); left > 0; left--) exports.push(readExport(reader));
  return exports;
}

export function readExportCount(reader: Reader): number {
  return reader.count(MAX_EXPORTS, 'exports');
}

/** One export, for who need not have them all at once. */
export function readExport(reader: Reader): Export {
  const name = reader.name();
  const offset = reader.position;
  const kind: ExternKind = reader.u8();
  if (kind > ExternKind.Tag) throw malformed('export kind', offset);
  return { name, kind, index: reader.u32() };
}
