import type { ValueType } from './value-type.js';

/** https://webassembly.github.io/spec/core/syntax/types.html#global-types */
export class GlobalType {
  constructor(
    readonly content: ValueType,
    readonly mutable: boolean,
  ) {}
}
