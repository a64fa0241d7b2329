import { Instruction } from './generated/instruction.js';

/** Register code while it is made: words that grow at the end and can be patched. */
export class CodeBuffer {
  words: Int32Array;
  /** Words so far; the index of the next. */
  length = 0;

  /** @param capacity words to make room for at first */
  constructor(capacity: number) {
    this.words = new Int32Array(capacity);
  }

  push(word: number): void {
    if (this.length === this.words.length) {
      const larger = new Int32Array((this.length + 8) * 2);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length++] = word;
  }

  /** An instruction with three fields of 8 bits. */
  abc(instruction: Instruction, a: number, b = 0, c = 0): void {
    this.push(instruction | (a << 8) | (b << 16) | (c << 24));
  }

  /** An instruction with a field of 8 bits and one of 16. */
  a16(instruction: Instruction, a: number, wide: number): void {
    this.push(instruction | (a << 8) | (wide << 16));
  }

  /** The code without spare room. */
  finish(): Int32Array {
    return this.words.slice(0, this.length);
  }
}
