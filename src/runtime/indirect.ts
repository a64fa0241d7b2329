import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { Func } from './func.js';
import type { Instance } from './instance.js';

/**
 * What `call_indirect` calls: a number is a function of the instance itself, by its index.
 * @param element index into the table, as int32
 * @param type index of the expected type, the lowest of its equals
 * @throws RuntimeError undefined element, uninitialized element, indirect call type mismatch
 */
export function indirect(
  instance: Instance,
  tableIndex: number,
  element: number,
  type: number,
): Func | number {
  const table = instance.tables[tableIndex]!;
  const index = element >>> 0;
  const { elements } = table;
  if (index >= elements.length) throw trap(TrapCode.UndefinedElement);
  let target: Func | number | null = elements[index];
  if (target === null) {
    throw trap(TrapCode.UninitializedElement, `uninitialized element ${index}`);
  }
  if (typeof target === 'number') {
    if (table.owner === instance) {
      if (instance.module.typeIndex(target) !== type) throw mismatch();
      return target;
    }
    target = table.owner!.functionAt(target);
  }
  if (target.instance === instance) {
    if (instance.module.typeIndex(target.index) !== type) throw mismatch();
    return target.index;
  }
  if (!target.type.equals(instance.module.types[type]!)) throw mismatch();
  return target;
}

function mismatch(): Error {
  return trap(TrapCode.IndirectCallTypeMismatch);
}
