import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { Handler } from '../opcodes/handler.js';
import type { Func } from './func.js';
import { handlerAt } from './handlers.js';
import { isFunctionSubtype } from '../types/type-rules.js';
import type { Instance } from './instance.js';
import type { ModuleCode } from './module.js';

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
  if (tableIndex < 0) {
    const func = (element ?? handlerAt(Handler.NullFunction)(instance, 0)) as Func;
    return func.instance === instance ? func.index : func;
  }
  const table = instance.tables[tableIndex]!;
  const index = (element as number) >>> 0;
  const { elements } = table;
  if (index >= elements.length) throw trap(TrapCode.UndefinedElement);
  let target: Func | number | null = elements[index];
  if (target === null) {
    throw trap(TrapCode.UninitializedElement, `uninitialized element ${index}`);
  }
  if (typeof target === 'number') {
    if (table.owner === instance) {
      checkOwn(instance.module, target, type);
      return target;
    }
    target = table.owner!.functionAt(target);
  }
  if (target.instance === instance) {
    checkOwn(instance.module, target.index, type);
    return target.index;
  }
  if (!isFunctionSubtype(target.type, instance.module.types[type]!)) throw mismatch();
  return target;
}

function checkOwn(module: ModuleCode, target: number, type: number): void {
  if (
    module.typeIndex(target) !== type &&
    !isFunctionSubtype(module.functionType(target), module.types[type]!)
  ) {
    throw mismatch();
  }
}

function mismatch(): Error {
  return trap(TrapCode.IndirectCallTypeMismatch);
}
