import { type ValueType, type ValueTypeName, valueTypeOf } from './value-type.js';

/**
 * What a global holds, and whether that may change.
 * https://webassembly.github.io/spec/core/syntax/types.html#global-types
 */
export class GlobalType {
  /** A type by the code of its content: {@link of} takes a name. */
  constructor(
    /** The code of the value's type. */
    readonly content: ValueType,
    /** Whether it may be set. */
    readonly mutable: boolean,
  ) {}

  /**
   * A type by the name of its content.
   * @throws TypeError when the name is none of a value type
   *
   * @example
   * new Global(GlobalType.of('i64', true), 5n);
   */
  static of(content: ValueTypeName, mutable = false): GlobalType {
    return new GlobalType(valueTypeOf(content), mutable);
  }
}
