import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { Handler } from '../opcodes/handler.js';
import type { Func } from './func.js';
import { handlerAt } from './handlers.js';
import { isFunctionSubtype } from '../types/type-rules.js';
import type { Instance } from './instance.js';

/**
 * What `call_indirect` calls: a number is a function of the instance itself, by its index.
 * @param tableIndex negative for `call_ref`
 * @param element index into the table, as int32; for `call_ref` the function, or null
 * @param type index of the expected type, the lowest of its equals
 * @throws RuntimeError undefined element, uninitialized element, indirect call type mismatch
 */
export function indirect(
  instance: Instance,
  tableIndex: number,
  element: unknown,
  type: number,
): Func | number {
  if (tableIndex < 0) return handlerAt(Handler.CallRef)(instance, 0, element) as Func | number;
  const table = instance.tables[tableIndex]!;
  const index = (element as number) >>> 0;
  const { elements } = table;
  if (index >= elements.length) throw trap(TrapCode.UndefinedElement);
  let target: Func | number | null = elements[index];
  if (target === null) {
    throw trap(TrapCode.UninitializedElement, `uninitialized element ${index}`);
  }
  const { module } = instance;
  const expected = module.types[type]!;
  if (typeof target === 'number' && table.owner !== instance) {
    target = table.owner!.functionAt(target);
  }
  if (typeof target !== 'number' && target.instance === instance) target = target.index;
  const fits =
    typeof target === 'number'
      ? module.typeIndex(target) === type ||
        isFunctionSubtype(module.functionType(target), expected)
      : isFunctionSubtype(target.type, expected);
  if (!fits) throw trap(TrapCode.IndirectCallTypeMismatch);
  return target;
}
