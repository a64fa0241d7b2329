import { type ValueType, valueTypeName, type ValueTypeName, valueTypeOf } from './value-type.js';

/**
 * The parameters and results of a function or block.
 * https://webassembly.github.io/spec/core/syntax/types.html#function-types
 */
export class FunctionType {
  /**
   * Of a type that is declared with others or as a subtype: two of those are equal if they are one.
   * @internal
   */
  declare readonly id?: number;
  /**
   * Of a type in a module's type section that is no function's.
   * @internal
   */
  declare readonly fields?: readonly unknown[];

  /** A type by the codes of its parts: {@link of} takes their names. */
  constructor(
    /** Codes of the parameters' types. */
    readonly params: readonly ValueType[],
    /** Codes of the results' types. */
    readonly results: readonly ValueType[],
  ) {}

  /**
   * A type by the names of its parts.
   * @throws TypeError when a name is none of a value type
   *
   * @example
   * FunctionType.of(['i32', 'i64'], ['f64']);
   */
  static of(params: readonly ValueTypeName[], results: readonly ValueTypeName[]): FunctionType {
    return new FunctionType(params.map(valueTypeOf), results.map(valueTypeOf));
  }

  /** Structural equality: the same types in the same order. */
  equals(other: FunctionType): boolean {
    return (
      this === other ||
      (this.id === undefined &&
        other.id === undefined &&
        sameTypes(this.params, other.params) &&
        sameTypes(this.results, other.results))
    );
  }

  /** Text form for messages, `[i32 i64] -> [f32]`. */
  toString(): string {
    return `[${this.params.map(valueTypeName).join(' ')}] -> [${this.results.map(valueTypeName).join(' ')}]`;
  }
}

function sameTypes(a: readonly ValueType[], b: readonly ValueType[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
