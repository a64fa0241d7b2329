import type { Func } from '../../runtime/func.js';
import { Reference } from '../../runtime/reference.js';
import { isFunctionSubtype } from '../../types/type-rules.js';
import { ValueType } from '../../types/value-type.js';
import { topOf, withNull } from './heap-types.js';
import { idOfReference, typeAt } from './registry.js';

/** Whether a value that is not null is of a type of references to functions, or to what is outside. */
export function isOf(value: unknown, type: ValueType): boolean {
  const top = topOf(type);
  if (top === ValueType.ExternRef) return withNull(type) === top;
  if (top !== ValueType.FuncRef || !(value instanceof Reference)) return false;
  const id = idOfReference(type);
  return id >= 0 ? isFunctionSubtype((value as Func).type, typeAt(id)) : withNull(type) === top;
}
