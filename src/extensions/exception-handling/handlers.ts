/** What instructions do that throw and catch; see `HandlerFunction`. */
import { trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import { HandlerLimit } from '../../opcodes/handler.js';
import type { Instance } from '../../runtime/instance.js';
import { type FrameHandler, readValues } from '../frame-call.js';
import {
  makeException,
  clauseCatches,
  Exception,
  exceptionOf,
  raise,
  valuesFor,
} from './exception.js';

/** @param x the tag's index */
export function throwNew(instance: Instance, x: number, ...operands: unknown[]): never {
  const many = instance.tags[x]!.ty.params.length > HandlerLimit.Params;
  throwValues(instance, x, many ? (operands[0] as unknown[]) : operands);
}

/** As {@link throwNew}, for the interpreter. */
export const throwFramed: FrameHandler = (store, instance, frame, x) =>
  throwValues(instance, x, readValues(store, frame, instance.tags[x]!.ty.params));

function throwValues(instance: Instance, x: number, values: unknown[]): never {
  const { store, tags } = instance;
  raise(store, makeException(store, tags[x]!, values));
}

export function throwRef(instance: Instance, _x: number, exception: Exception | null): never {
  if (exception === null) throw trap(TrapCode.NullReference);
  raise(instance.store, exception);
}

/**
 * @param clauses kind and tag of each: see `clauseCatches`
 * @returns the clause that catches, then its values
 * @throws what was thrown, where none does
 */
export function caught(
  instance: Instance,
  _x: number,
  thrown: unknown,
  clauses: readonly number[],
): unknown[] {
  const { store, tags } = instance;
  const exception = exceptionOf(store, thrown);
  if (exception !== undefined) {
    for (let k = 0; k < clauses.length; k++) {
      if (!clauseCatches(clauses[k]!, tags, exception)) continue;
      store.inHost = false;
      return [k, ...valuesFor(exception, clauses[k]! & 3).values];
    }
  }
  throw thrown;
}
