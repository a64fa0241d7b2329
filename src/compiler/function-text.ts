/** A compiled function as text, ready to be a method. */
export interface FunctionText {
  /** `(x0,d){…}` */
  readonly text: string;
  /** Methods that it names: of other functions, `f7`, and of the runtime, `$mul64`. */
  readonly names: readonly string[];
  /** Whether it wants proper tail calls. */
  readonly hasTailCalls: boolean;
}

/** Gives a function's text, by its index; undefined for one that stays interpreted. */
export type Author = (index: number) => FunctionText | undefined;
