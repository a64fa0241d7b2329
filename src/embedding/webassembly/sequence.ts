import { isObject } from './webidl.js';

/**
 * An argument of the type `sequence<any>`.
 * https://webidl.spec.whatwg.org/#es-sequence
 * @throws TypeError
 */
export function sequence(value: unknown, what: string): unknown[] {
  if (!isObject(value)) throw new TypeError(`${what} must be a sequence`);
  return [...(value as Iterable<unknown>)];
}
