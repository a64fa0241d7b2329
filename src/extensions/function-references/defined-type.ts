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

/**
 * A field of structures, or what arrays consist of: whether it is mutable in the lowest bit, above it
 * what it stores. An object for each would take XS 48 bytes more.
 */
export type FieldType = number;

export type StorageType = ValueType | PackedType;

export function fieldType(storage: StorageType, mutable: boolean): FieldType {
  return (storage << 1) | (mutable ? 1 : 0);
}

export function storageOf(field: FieldType): StorageType {
  return field >> 1;
}

export function isMutable(field: FieldType): boolean {
  return (field & 1) !== 0;
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
  declare readonly fields?: readonly FieldType[];

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
