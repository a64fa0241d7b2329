/** A compiled function, as text: a method of which `this` is the instance. */
export interface FunctionSource {
  /** In the function index space. */
  readonly index: number;
  /** `(x0,x1,d){…}`, with {@link STACK_COST} and {@link STACK_CHECK} in it. */
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

/**
 * Slots of XS's stack that every call finds, beside what it is told that is left: a frame of so many
 * asks for more only before it calls something itself.
 */
export const GUARANTEED_SLOTS = 16;

/** Stands for the slots of the function. */
export const STACK_COST = '\u00a7';
/** Stands for the slots that its largest leaf takes beyond {@link GUARANTEED_SLOTS}. */
export const STACK_CHECK = '\u00b6';

/**
 * The text with the numbers of slots in it.
 * @param slotsOf the slots of a function that calls nothing
 */
export function linked(
  { text, slots, leaves }: FunctionSource,
  slotsOf: (index: number) => number,
): string {
  let beyond = 0;
  for (const callee of leaves) beyond = Math.max(beyond, slotsOf(callee) - GUARANTEED_SLOTS);
  return text.replaceAll(STACK_COST, String(slots)).replaceAll(STACK_CHECK, String(beyond));
}
