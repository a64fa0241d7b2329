import { INT32, MAX_INT32, type Range } from './expression.js';
import { hull, type LocalFacts } from './local-facts.js';

/** Times that a function is compiled to find guesses that hold. */
const MOST_PASSES = 4;

interface Guess {
  /** What the local is taken to hold whenever the loop begins a round. */
  range: Range;
  /** What it was found to hold then: when the loop was entered, and at every way back. */
  found: Range;
  /** A guess that held. */
  proven: Range;
}

/**
 * What the i32 locals hold that a loop sets. It takes the loop's code to know, which is compiled with
 * what is known: so ranges are guessed, and if a pass over the function finds others, there is another
 * pass with better guesses. Code is only kept from a pass whose guesses all held.
 */
export class LoopGuesses {
  /** By the loop's number, and the local. */
  private readonly loops = new Map<number, Map<number, Guess>>();
  private passes = 0;
  /** Whether the guesses are what was found with others that held. */
  private isNarrowed = false;

  clear(): void {
    this.loops.clear();
    this.passes = 0;
    this.isNarrowed = false;
  }

  /** A loop is entered with a local in a range; returns the guess. */
  enter(loop: number, local: number, range: Range): Range {
    let guesses = this.loops.get(loop);
    if (guesses === undefined) this.loops.set(loop, (guesses = new Map<number, Guess>()));
    const guess = guesses.get(local);
    if (guess !== undefined) {
      guess.found = range;
      return guess.range;
    }
    // Most of what begins with a number that is not negative counts or addresses something.
    const first = range.least >= 0 ? { least: 0, most: MAX_INT32 } : INT32;
    guesses.set(local, { range: first, found: range, proven: INT32 });
    return first;
  }

  /** Control goes back to a loop's beginning. */
  back(loop: number, facts: LocalFacts): void {
    const guesses = this.loops.get(loop);
    if (guesses === undefined) return;
    for (const [local, guess] of guesses) guess.found = hull(guess.found, facts.range(local));
  }

  /** A pass is done; returns whether there must be another. */
  settle(): boolean {
    this.passes++;
    const all = [...this.loops.values()].flatMap((guesses) => [...guesses.values()]);
    const wrong = all.filter(({ range, found }) => !isWithin(found, range));
    if (wrong.length > 0) {
      const guessed = this.isNarrowed ? all : this.passes < MOST_PASSES ? wrong : all;
      for (const guess of guessed) guess.range = guess.proven;
      return true;
    }
    if (this.isNarrowed || all.every(({ range, found }) => isWithin(range, found))) return false;
    for (const guess of all) {
      guess.proven = guess.range;
      guess.range = guess.found;
    }
    this.isNarrowed = true;
    return true;
  }
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.least >= outer.least && inner.most <= outer.most;
}
