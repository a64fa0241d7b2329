/**
 * The errors of the JavaScript API. Names are class fields: on XS `Error.prototype` is frozen, and
 * assigning `this.name` would throw.
 * https://webassembly.github.io/spec/js-api/#error-objects
 */
import { type TrapCode, trapMessage } from './trap-code.js';

/** The bytes are not a WebAssembly module, or not a valid one; `offset` is where, in bytes. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  constructor(
    message?: string,
    // A default, so that the constructor's `length` is 1, as that of every error.
    readonly offset: number | undefined = undefined,
  ) {
    super(message);
  }
}

/** What was given for an import does not fit, or is missing. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  /** Written out for its `length`. */
  constructor(message?: string) {
    super(message);
  }
}

/** A guest trapped; `code` says why, and is undefined only for errors that a host made itself. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  constructor(
    message?: string,
    readonly code: TrapCode | undefined = undefined,
  ) {
    super(message);
  }
}

/** There is not so much RAM left for guests: of a store's limits, an engine's budget, or the board. */
export class BudgetExceeded extends RangeError {
  override readonly name = 'BudgetExceeded';
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
export function trap(code: TrapCode): RuntimeError {
  return new RuntimeError(trapMessage(code), code);
}
