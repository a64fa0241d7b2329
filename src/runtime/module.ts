import type { Claims } from '../budget/claims.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import type { EngineSettings } from './engine-settings.js';
import type { Executor } from './executor.js';

/** What instances must be ready for. */
export const enum ModuleTrait {
  /** An instruction may name a segment, so that dropped ones must be remembered. */
  NamesSegments = 1,
  /** References may come to lie on the stack. */
  HoldsReferences = 2,
  /** The register code has `try_table`: see interpreter/try-tables.ts. */
  Catches = 4,
}

/**
 * A validated module, ready to be instantiated any number of times.
 *
 * What is large or rarely needed is not decoded into objects: imports, exports, globals and
 * segments are read in place from `bytes` when an instance is made or asked for.
 * @internal
 */
export interface ModuleCode {
  /**
   * The module's bytes, or a copy of them without the sections that are no longer needed (types,
   * functions, code); in either case magic, version and sections in order.
   */
  readonly bytes: Uint8Array;
  /** The register code; interpreter/translator tells its form. */
  readonly code: Int32Array;
  readonly types: readonly FunctionType[];
  /** Types of tables, memories and globals, imported ones first. */
  readonly tables: readonly TableType[];
  readonly memories: readonly MemoryType[];
  readonly globals: readonly GlobalType[];
  /** Where globals are kept; see global-layout.ts. */
  readonly globalPlaces: readonly number[];
  readonly functionCount: number;
  readonly importedFunctions: number;
  /** The start function; −1 without one. */
  readonly start: number;
  /** Bits of `ModuleTrait`. */
  readonly traits: number;
  readonly executor: Executor;
  /** The text of functions, of an image with generated code: see compiler/texts.ts. */
  readonly texts?: Uint8Array;
  /** What instances inherit, where functions are methods; undefined where none are. */
  readonly methods: object | undefined;
  /** What a budget holds for it, where there is one. */
  readonly claims?: Claims;
  /** Those of the engine whose module it is. */
  readonly settings: EngineSettings;
  /** The lowest index of a type equal to a function's. */
  typeIndex(index: number): number;
  /** The type of a function, by its index. */
  functionType(index: number): FunctionType;
}
