import { ValueType } from './value-type.js';

const NONE: readonly ValueType[] = Object.freeze([]);

/** Frozen, so that XS keeps them in flash: most functions have no more than one parameter or result. */
const SINGLE: readonly (readonly ValueType[])[] = Object.freeze(
  [
    ValueType.I32,
    ValueType.I64,
    ValueType.F32,
    ValueType.F64,
    ValueType.FuncRef,
    ValueType.ExternRef,
  ].map((type) => Object.freeze([type])),
);

/**
 * A list of types, the same one for the same types where it has at most one.
 * https://webassembly.github.io/spec/core/syntax/types.html#result-types
 */
export function resultType(types: readonly ValueType[]): readonly ValueType[] {
  if (types.length === 0) return NONE;
  if (types.length > 1) return types;
  return SINGLE.find((single) => single[0] === types[0]) ?? types;
}
