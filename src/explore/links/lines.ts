import { Change, type Watch } from './watch.js';

/** Watches JavaScript; a function's lines are counted from 0. */
export class Lines implements Watch<string> {
  constructor(private readonly code: { readonly lines: readonly string[] }) {}

  start(): number {
    return 0;
  }

  get length(): number {
    return this.code.lines.length;
  }

  at(index: number): string {
    return this.code.lines[index]!;
  }

  /** What a line is made into later belongs to the instructions before as well. */
  compare(before: string, now: string): Change {
    // How a block begins, and the fuel it takes, is filled in at its end.
    const filledIn = now.endsWith('{') || before.includes('#');
    return before === now || filledIn ? Change.None : Change.Touched;
  }
}
