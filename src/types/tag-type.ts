import { FunctionType } from './function-type.js';
import type { ValueTypeName } from './value-type.js';

/**
 * The type of a tag, as Wasmtime has it: that of a function without results, whose parameters are
 * what exceptions with the tag hold.
 * https://webassembly.github.io/spec/core/syntax/types.html#tag-types
 */
export class TagType {
  /** @throws TypeError when the type has results */
  constructor(
    /** The function type, of whose parameters exceptions hold the values. */
    readonly ty: FunctionType,
  ) {
    if (ty.results.length > 0) throw new TypeError('a tag has no results');
  }

  /**
   * A type by the names of what exceptions hold.
   * @throws TypeError when a name is none of a value type
   *
   * @example
   * TagType.of(['i32', 'externref']);
   */
  static of(params: readonly ValueTypeName[]): TagType {
    return new TagType(FunctionType.of(params, []));
  }
}
