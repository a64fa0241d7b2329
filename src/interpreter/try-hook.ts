/** How `try_table` gets into a program: one that does not import exceptions need not translate it. */
import type { Catch } from '../validation/function-visitor.js';
import type { CodeBuffer } from './code-buffer.js';
import type { FrameLayout } from './frame-layout.js';
import type { Label } from './label.js';
import type { OperandStack } from './operand-stack.js';

/** What of the translator makes tables of a module's `try_table`. */
export interface TryHost {
  readonly code: CodeBuffer;
  readonly stack: OperandStack;
  readonly layout: FrameLayout;
  /** Where the function's code begins, its header included. */
  readonly start: number;
  /** Returns what lies where the function's own label expects it. */
  leaveFunction(): void;
}

/** Keeps which code is inside of which `try_table`: see try-tables.ts. */
export interface TryTables {
  /** A block begins at the code's end. @param targets the labels of the clauses; undefined: the function's */
  open(label: Label, catches: readonly Catch[], targets: readonly (Label | undefined)[]): void;
  /** A block ends, whatever it is. */
  close(label: Label): void;
  /** A function ends, by its index less the imports'. */
  finishFunction(own: number): void;
  /** The module ends. */
  finish(): void;
}

let factory: ((host: TryHost) => TryTables) | undefined;

/** Called by the extension when it is imported. */
export function registerTryTables(make: (host: TryHost) => TryTables): void {
  factory = make;
}

/** In a program that has the extension: without it, nothing shows a `try_table`. */
export function tryTables(host: TryHost): TryTables {
  return factory!(host);
}
