/**
 * What an import or export is, as the binary format codes it.
 * https://webassembly.github.io/spec/core/binary/modules.html#binary-importdesc
 */
export const enum ExternKind {
  Function = 0,
  Table = 1,
  Memory = 2,
  Global = 3,
  Tag = 4,
}

/** What an import or export is, as the JavaScript API names it. */
export type ExternKindName = 'function' | 'table' | 'memory' | 'global' | 'tag';

/** The kind's name in the JavaScript API (`ImportExportKind`). */
export function externKindName(kind: ExternKind): ExternKindName {
  switch (kind) {
    case ExternKind.Function:
      return 'function';
    case ExternKind.Table:
      return 'table';
    case ExternKind.Memory:
      return 'memory';
    case ExternKind.Global:
      return 'global';
    case ExternKind.Tag:
      return 'tag';
  }
}
