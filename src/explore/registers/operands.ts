import type { Names } from '../wat/names.js';
import { Space } from '../wat/names.js';

/**
 * The fields of an instruction's word as texts, and the words behind it one after the other;
 * interpreter/instructions/instructions.ts tells what fields there are.
 */
export class Operands {
  /** The word after those that were read. */
  next: number;
  private readonly word: number;

  constructor(
    private readonly code: Int32Array,
    at: number,
    private readonly names: Names,
    private readonly importedFunctions: number,
  ) {
    this.word = code[at]!;
    this.next = at + 1;
  }

  /** Slots of the frame. */
  get a(): string {
    return slot(this.unsigned('a'));
  }
  get b(): string {
    return slot(this.unsigned('b'));
  }
  get c(): string {
    return slot(this.unsigned('c'));
  }
  /** The slot that fields b and c name together. */
  get wide(): string {
    return slot(this.u16);
  }

  get u16(): number {
    return this.word >>> 16;
  }
  get s16(): number {
    return this.word >> 16;
  }
  get s24(): number {
    return this.word >> 8;
  }

  /** A field as a number. */
  unsigned(field: 'a' | 'b' | 'c'): number {
    return (this.word >>> SHIFTS[field]) & 0xff;
  }
  signed(field: 'a' | 'b' | 'c'): number {
    return (this.unsigned(field) << 24) >> 24;
  }

  /** The next word. */
  take(): number {
    return this.code[this.next++]!;
  }

  /** Where a branch goes by so many words from the next instruction. */
  near(distance: number): string {
    return target(this.next + distance);
  }
  /** Where a branch goes that has its target in the next word. */
  far(): string {
    return target(this.take());
  }

  /** A function, by its index. */
  func(index: number): string {
    return `func ${this.names.use(Space.Function, index)}`;
  }
  /** A function, counted from the first that is no import. */
  own(index: number): string {
    return this.func(this.importedFunctions + index);
  }

  /** The default among the targets of a `br_table` is the last. */
  table(count: number): string {
    const targets = Array.from({ length: count }, () => this.far());
    return `${targets.join(' ')} else ${this.far()}`;
  }
}

const SHIFTS = { a: 8, b: 16, c: 24 } as const;

export function slot(index: number): string {
  return `r${index}`;
}

export function target(address: number): string {
  return `-> ${address}`;
}

/** Bits that are a float more often than an integer. */
export function hexadecimal(bits: number): string {
  return `0x${(bits >>> 0).toString(16).padStart(8, '0')}`;
}
