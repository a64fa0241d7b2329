import type { ExternKind } from '../types/extern-kind.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import type { ValueType } from '../types/value-type.js';

/** An import as declared; the type is the one that its kind says. */
export type Import = {
  readonly module: string;
  readonly name: string;
} & (
  | {
      readonly kind: ExternKind.Function;
      readonly type: FunctionType;
      readonly typeIndex: number;
    }
  | { readonly kind: ExternKind.Table; readonly type: TableType }
  | { readonly kind: ExternKind.Memory; readonly type: MemoryType }
  | { readonly kind: ExternKind.Global; readonly type: GlobalType }
  | { readonly kind: ExternKind.Tag; readonly type: FunctionType }
);

/** An export as declared. */
export interface Export {
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
}

/**
 * What a pass over a module's bytes finds: everything that validation needs to know of the module
 * around a function body. It lives only while a module is loaded; what stays afterwards is in
 * `runtime/module.ts`, which reads imports, exports, globals and segments in place, again, when an
 * instance is made. Index spaces have the imports first.
 */
export interface DecodedModule {
  /** Bits of `Feature` that the module may use. */
  readonly features: number;
  /** Those that it uses; known when all of it was read. */
  usedFeatures: number;
  readonly types: FunctionType[];
  /** For each type the lowest index of a type equal to it. */
  readonly canonicalTypes: number[];
  /** Type index of each function. */
  readonly functions: number[];
  importedFunctions: number;
  readonly tables: TableType[];
  importedTables: number;
  readonly memories: MemoryType[];
  importedMemories: number;
  readonly globals: GlobalType[];
  importedGlobals: number;
  readonly tags: FunctionType[];
  /** Where the expression of each global's first value begins; 0 for imported ones. */
  readonly globalInits: number[];
  readonly exportedGlobals: Set<number>;
  /** The bytes themselves. */
  readonly bytes: Uint8Array;
  /** Reference type of each element segment. */
  readonly elements: ValueType[];
  /** From the data count section; −1 without one. */
  dataCount: number;
  /** From the start section; −1 without one. */
  start: number;
  /** Functions that `ref.func` may name inside bodies: those in exports, globals and elements. */
  readonly declaredFunctions: Set<number>;
  /**
   * Where the contents of each section begin (after id and size), by section id, 0 where there is
   * none; and where they end. Custom sections are not among them.
   */
  readonly sectionStart: number[];
  readonly sectionEnd: number[];
}
