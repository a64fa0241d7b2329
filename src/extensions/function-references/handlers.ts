import { type RuntimeError, trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import type { Func } from '../../runtime/func.js';
import type { HandlerFunction } from '../../runtime/handlers.js';

export const callRef: HandlerFunction = (instance, _x, func: Func | null) => {
  if (func === null) throw nullReference('function ');
  return func.instance === instance ? func.index : func;
};

export const asNonNull: HandlerFunction = (_instance, _x, value: unknown) => {
  if (value === null) throw nullReference('');
  return value;
};

/** @param what with a space behind it */
export function nullReference(what: string): RuntimeError {
  return trap(TrapCode.NullReference, `null ${what}reference`);
}
