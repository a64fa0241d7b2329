/** A compiled function, as text: a method of which `this` is the instance. */
export interface FunctionSource {
  /** In the function index space. */
  readonly index: number;
  /** `(x0,x1,d){…}` */
  readonly text: string;
  /** Slots of XS's stack that a call takes, its deepest expression included, without what it calls. */
  readonly slots: number;
  /** All functions of the module that it calls by name. */
  readonly callees: ReadonlySet<number>;
  /** Levels that blocks are nested, for a parser's stack. */
  readonly nesting: number;
}

/**
 * Slots of XS's stack that every call finds, beside what it is told that is left: a frame of so many
 * asks for more only before it calls something itself. A larger one asks when it begins.
 */
export const GUARANTEED_SLOTS = 16;
