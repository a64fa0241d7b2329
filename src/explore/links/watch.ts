/**
 * Code that grows while a function is visited: the words of the register code, or the lines of the
 * JavaScript.
 */
export interface Watch<T> {
  /** The function's first element; asked for before it begins, but not when it is repeated. */
  start(): number;
  /** Elements so far. */
  readonly length: number;
  at(index: number): T;
  /** What it means that an instruction left another element where one had been. */
  compare(before: T, now: T): Change;
}

export const enum Change {
  None,
  /** A detail became another: where the result goes. */
  Touched,
  /** Another one took its place. */
  Replaced,
}
