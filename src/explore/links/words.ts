import { Instruction } from '../../interpreter/generated/instruction.js';
import type { CodeBuffer } from '../../interpreter/code-buffer.js';
import { Change, type Watch } from './watch.js';

/** Watches register code. */
export class Words implements Watch<number> {
  constructor(private readonly code: CodeBuffer) {}

  start(): number {
    return this.code.length;
  }

  get length(): number {
    return this.code.length;
  }

  at(index: number): number {
    return this.code.words[index]!;
  }

  /** Distances and amounts of fuel are filled in later, which is no change. */
  compare(before: number, now: number): Change {
    const changed = before ^ now;
    if ((changed & 0xff) !== 0) return Change.Replaced;
    const filledIn: Instruction = now & 0xff;
    if (filledIn === Instruction.br || filledIn === Instruction.fuel) return Change.None;
    return (changed & 0xff00) === 0 ? Change.None : Change.Touched;
  }
}
