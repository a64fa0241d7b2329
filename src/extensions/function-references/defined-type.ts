import { FunctionType } from '../../types/function-type.js';
import type { ValueType } from '../../types/value-type.js';

/** https://webassembly.github.io/spec/core/syntax/types.html#composite-types */
export const enum Composite {
  Function,
  Struct,
  Array,
}

/** Codes that fields have beside those of value types. */
export const enum PackedType {
  I8 = 0x78,
  I16 = 0x77,
}

/** A field of structures, or what arrays consist of. */
export interface FieldType {
  /** A `ValueType` or a `PackedType`. */
  readonly storage: ValueType | PackedType;
  readonly mutable: boolean;
}

/**
 * A type of a module's type section that is more than a function's parameters and results: a structure,
 * an array, or a type that is declared in a group or as a subtype. Of equal ones there is one
 * (registry.ts).
 *
 * Supertypes are prototypes, and structures and arrays at run time are objects whose prototype is
 * their type: so that a value costs no property for its type, and a cast is one call of XS's own.
 */
export class DefinedType extends FunctionType {
  override readonly id: number = -1;
  /** Types of the group that stand before it. */
  readonly place: number = 0;
  /** Types in the group. */
  readonly groupSize: number = 1;
  declare readonly fields?: readonly FieldType[];
  /** The depth below the root of its hierarchy. */
  readonly depth: number = 0;

  constructor(
    readonly composite: Composite,
    params: readonly ValueType[],
    results: readonly ValueType[],
    fields: readonly FieldType[] | undefined,
    /** The number of the supertype, or −1. */
    readonly supertype: number,
    readonly isFinal: boolean,
  ) {
    super(params, results);
    if (fields !== undefined) this.fields = fields;
  }
}

export function compositeOf(type: FunctionType): Composite {
  return type instanceof DefinedType ? type.composite : Composite.Function;
}
