import type { Limits } from './limits.js';
import { type ValueType, type ValueTypeName, valueTypeOf } from './value-type.js';

/** https://webassembly.github.io/spec/core/syntax/types.html#table-types */
export class TableType implements Limits {
  constructor(
    readonly element: ValueType,
    /** Elements at first. */
    readonly minimum: number,
    /** Elements at most; undefined when nothing was declared. */
    readonly maximum: number | undefined,
    /** Whether indices are 64-bit. */
    readonly is64: boolean = false,
  ) {}

  /** @throws TypeError when the name is none of a value type */
  static of(element: ValueTypeName, minimum: number, maximum?: number): TableType {
    return new TableType(valueTypeOf(element), minimum, maximum);
  }

  /** As {@link of}, of a table with 64-bit indices. The name is Wasmtime's `new64`. */
  static of64(element: ValueTypeName, minimum: number, maximum?: number): TableType {
    return new TableType(valueTypeOf(element), minimum, maximum, true);
  }
}
