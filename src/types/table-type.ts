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
  ) {}

  /** @throws TypeError when the name is none of a value type */
  static of(element: ValueTypeName, minimum: number, maximum?: number): TableType {
    return new TableType(valueTypeOf(element), minimum, maximum);
  }
}
