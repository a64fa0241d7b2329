/**
 * The errors of the JavaScript API, which are as ECMAScript's native errors, and what makes them.
 * https://webassembly.github.io/spec/js-api/#error-objects
 */
import { type TrapCode, trapMessage } from './trap-code.js';

/** A constructor of errors, which may also be called without `new`. */
export interface NativeErrorConstructor<E> {
  /** @param options its `cause` becomes the error's */
  new (message?: string, options?: { readonly cause?: unknown }): E;
  (message?: string, options?: { readonly cause?: unknown }): E;
  readonly prototype: E;
}

/** https://tc39.es/ecma262/#sec-nativeerror-object-structure */
function defineError<E>(name: string): NativeErrorConstructor<E> {
  // No class, which could not be called; the name is set because bundlers rename.
  const NativeError = function (message: unknown, ...options: unknown[]): unknown {
    return Reflect.construct(Error, [message, ...options], new.target ?? NativeError);
  };
  // Defined rather than assigned: on XS `Error.prototype` is frozen.
  const hidden = (value: unknown) => ({ value, writable: true, configurable: true });
  const members = {
    constructor: hidden(NativeError),
    name: hidden(name),
    message: hidden(''),
  };
  Object.defineProperties(NativeError, {
    // XS on a board gives functions neither length nor name.
    length: { value: 1, configurable: true },
    name: { value: name, configurable: true },
    prototype: { value: Object.create(Error.prototype, members), writable: false },
  });
  return Object.setPrototypeOf(NativeError, Error) as NativeErrorConstructor<E>;
}

/** The bytes are not a WebAssembly module, or not a valid one. */
export interface CompileError extends Error {
  /** Where, in bytes; undefined where it is no place, or a host made the error itself. */
  readonly offset: number | undefined;
}
export const CompileError = /* @__PURE__ */ defineError<CompileError>('CompileError');

/** What was given for an import does not fit, or is missing. */
export type LinkError = Error;
export const LinkError = /* @__PURE__ */ defineError<LinkError>('LinkError');

/** A guest trapped. */
export interface RuntimeError extends Error {
  /** Why; undefined only for errors that a host made itself. */
  readonly code: TrapCode | undefined;
}
export const RuntimeError = /* @__PURE__ */ defineError<RuntimeError>('RuntimeError');

/** There is not so much RAM left for guests: of a store's limits, an engine's budget, or the board. */
export class BudgetExceeded extends RangeError {
  // A field: on XS `Error.prototype` is frozen, and assigning `this.name` would throw.
  override readonly name = 'BudgetExceeded';
  /** @internal */
  constructor(
    /** Bytes that were asked for. */
    readonly asked: number,
    /** Bytes that are left. */
    readonly left: number,
    /** Who holds the rest, for people. */
    readonly holders: string,
  ) {
    super(`${asked} bytes are asked for, ${left} are left: ${holders}`);
  }
}

/** The error of a trap, with the suite's wording. */
export function trap(code: TrapCode, message = trapMessage(code)): RuntimeError {
  return Object.assign(new RuntimeError(message), { code });
}
