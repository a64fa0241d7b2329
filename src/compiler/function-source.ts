/** A compiled function, as text: a method of which `this` is the instance. */
export interface FunctionSource {
  /** In the function index space. */
  readonly index: number;
  /** `(x0,x1,d){…}`, with {@link STACK_COST} where the function's own need of stack stands. */
  readonly text: string;
  /** Slots of XS's stack that a call takes, without what it calls. */
  readonly slots: number;
  /** Functions of the module that it calls without telling them what is left of the stack. */
  readonly leaves: ReadonlySet<number>;
  /** All functions of the module that it calls by name. */
  readonly callees: ReadonlySet<number>;
  /** Levels that blocks are nested, for a parser's stack. */
  readonly nesting: number;
}

/** Stands for a number that is known when all of a function's leaves are. */
export const STACK_COST = '\u00a7';

/**
 * The text with the number of slots in it that a call of the function takes.
 * @param slotsOf the slots of a function that calls nothing
 */
export function linked(
  { text, slots, leaves }: FunctionSource,
  slotsOf: (index: number) => number,
): string {
  let most = 0;
  for (const callee of leaves) most = Math.max(most, slotsOf(callee));
  return text.replaceAll(STACK_COST, String(slots + most));
}
