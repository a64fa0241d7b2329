import { type ValueType, type ValueTypeName, valueTypeOf } from './value-type.js';

/** https://webassembly.github.io/spec/core/syntax/types.html#global-types */
export class GlobalType {
  constructor(
    readonly content: ValueType,
    readonly mutable: boolean,
  ) {}

  /** @throws TypeError when the name is none of a value type */
  static of(content: ValueTypeName, mutable = false): GlobalType {
    return new GlobalType(valueTypeOf(content), mutable);
  }
}
