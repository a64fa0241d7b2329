import { type RuntimeError, trap } from '../../errors/errors.js';
import { TrapCode } from '../../errors/trap-code.js';
import type { HandlerFunction } from '../../runtime/handlers.js';

export const nullFunction: HandlerFunction = () => {
  throw nullReference('function ');
};

export const asNonNull: HandlerFunction = (_instance, _x, value: unknown) => {
  if (value === null) throw nullReference('');
  return value;
};

/** @param what with a space behind it */
export function nullReference(what: string): RuntimeError {
  return trap(TrapCode.NullReference, `null ${what}reference`);
}
