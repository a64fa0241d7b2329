import { malformed } from '../errors/compile-errors.js';
import { ExternKind } from '../types/extern-kind.js';
import type { FunctionType } from '../types/function-type.js';
import { MAX_IMPORTS } from '../types/maximum.js';
import type { Import } from './decoded-module.js';
import { readTypeIndex } from './function-section.js';
import { readGlobalType } from './global-section.js';
import { readMemoryType } from './memory-section.js';
import type { Reader } from './reader.js';
import { readTableType } from './table-section.js';
import { tagReaders } from './tag-section.js';

/**
 * The contents of the import section.
 * https://webassembly.github.io/spec/core/binary/modules.html#import-section
 */
export function readImports(reader: Reader, types: readonly FunctionType[]): Import[] {
  const imports: Import[] = [];
  for (let left = readImportCount(reader); left > 0; left--) {
    imports.push(readImport(reader, types));
  }
  return imports;
}

export function readImportCount(reader: Reader): number {
  return reader.count(MAX_IMPORTS, 'imports');
}

/** One import, for who need not have them all at once. */
export function readImport(reader: Reader, types: readonly FunctionType[]): Import {
  const module = reader.name();
  const name = reader.name();
  const offset = reader.position;
  const kind = reader.u8();
  switch (kind) {
    case ExternKind.Function: {
      const typeIndex = readTypeIndex(reader, types);
      return { module, name, kind, type: types[typeIndex]!, typeIndex };
    }
    case ExternKind.Table:
      return { module, name, kind, type: readTableType(reader) };
    case ExternKind.Memory:
      return { module, name, kind, type: readMemoryType(reader) };
    case ExternKind.Global:
      return { module, name, kind, type: readGlobalType(reader) };
    case ExternKind.Tag:
      return { module, name, kind, type: tagReaders(reader).readTagType(reader, types) };
    default:
      throw malformed('import kind', offset);
  }
}
