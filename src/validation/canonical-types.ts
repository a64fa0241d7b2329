import type { FunctionType } from '../types/function-type.js';

/**
 * For each type the lowest index of a type equal to it, so that an indirect call compares numbers.
 * Through a map, because comparing each with each would take the square of their number.
 */
export function canonicalTypes(types: readonly FunctionType[]): number[] {
  const first = new Map<string, number>();
  return types.map((type, index) => {
    const key = `${type.id ?? ''}:${type.params.join()}:${type.results.join()}`;
    const lowest = first.get(key);
    if (lowest === undefined) first.set(key, index);
    return lowest ?? index;
  });
}
