import type { Limits } from './limits.js';
import { type ValueType, type ValueTypeName, valueTypeOf } from './value-type.js';

/**
 * What a table holds, and how many of it.
 * https://webassembly.github.io/spec/core/syntax/types.html#table-types
 */
export class TableType implements Limits {
  /** A type by the code of its elements: {@link of} takes a name. */
  constructor(
    /** The code of the elements' type. */
    readonly element: ValueType,
    /** Elements at first. */
    readonly minimum: number,
    /** Elements at most; undefined when nothing was declared. */
    readonly maximum: number | undefined,
    /** Whether indices are 64-bit. */
    readonly is64: boolean = false,
  ) {}

  /**
   * A type by the name of its elements: so many at first, and at most.
   * @throws TypeError when the name is none of a value type
   *
   * @example
   * TableType.of('funcref', 2, 10);
   */
  static of(element: ValueTypeName, minimum: number, maximum?: number): TableType {
    return new TableType(valueTypeOf(element), minimum, maximum);
  }

  /** As {@link of}, of a table with 64-bit indices. The name is Wasmtime's `new64`. */
  static of64(element: ValueTypeName, minimum: number, maximum?: number): TableType {
    return new TableType(valueTypeOf(element), minimum, maximum, true);
  }
}
