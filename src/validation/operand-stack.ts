import { operandOf, resultOf } from '../opcodes/fact.js';
import { MAX_OPERANDS } from '../types/maximum.js';
import { isSubtype } from '../types/type-rules.js';
import type { ValueType } from '../types/value-type.js';
import type { Room } from './room.js';
import { operandMismatch, tooMany, typeMismatch } from '../errors/compile-errors.js';

/** The type of an operand that unreachable code would have pushed: any. */
export const BOTTOM = 0;

/** Operands between two questions for room, and RAM that each takes: here, and where it is translated. */
const STEP = 16;
const BYTES_EACH = 112;
/** What is there twice of each while one of the lists grows. */
const COPIED_BYTES_EACH = 24;

/**
 * The types of the operands, as the specification's algorithm has them.
 * https://webassembly.github.io/spec/core/appendix/algorithm.html
 */
export class OperandStack {
  readonly types: (ValueType | typeof BOTTOM)[] = [];
  /** Height at the start of the innermost block, below which its instructions cannot reach. */
  base = 0;
  /** In the innermost block, code is unreachable from here on: the stack is polymorphic. */
  unreachable = false;
  /** Where the instruction under check begins, for messages. */
  offset = 0;
  /** Operands that there is room for. */
  private most = STEP;

  constructor(private readonly room?: Room) {}

  get height(): number {
    return this.types.length;
  }

  push(type: ValueType | typeof BOTTOM): void {
    if (this.types.push(type) > this.most) this.grow();
  }

  /** @throws what `room` throws */
  private grow(): void {
    if (this.height > MAX_OPERANDS) throw tooMany('operands', this.offset);
    this.room?.(STEP * BYTES_EACH + this.height * COPIED_BYTES_EACH);
    this.most = Math.min(this.most + STEP, MAX_OPERANDS);
  }

  /** @throws CompileError unless the operand on top is of the type */
  pop(expected: ValueType): void {
    const found = this.types.length === this.base ? this.missing(expected) : this.types.pop()!;
    if (found !== expected && found !== BOTTOM && !isSubtype(found, expected)) {
      throw operandMismatch(expected, found, this.offset);
    }
  }

  /** Pops an operand of any type. */
  popAny(): ValueType | typeof BOTTOM {
    if (this.types.length > this.base) return this.types.pop()!;
    if (this.unreachable) return BOTTOM;
    throw typeMismatch(this.offset);
  }

  private missing(expected: ValueType): typeof BOTTOM {
    if (this.unreachable) return BOTTOM;
    throw operandMismatch(expected, BOTTOM, this.offset);
  }

  pushAll(types: readonly ValueType[]): void {
    for (let i = 0; i < types.length; i++) this.push(types[i]!);
  }

  popAll(types: readonly ValueType[]): void {
    for (let i = types.length - 1; i >= 0; i--) this.pop(types[i]!);
  }

  /** Pops the operands that the opcode table names. */
  popOperands(fact: number): void {
    for (let k = 0; k < 3; k++) {
      const type = operandOf(fact, k);
      if (type === 0) return;
      this.pop(type);
    }
  }

  /** Pushes the result that the opcode table names. */
  pushResult(fact: number): void {
    const type = resultOf(fact);
    if (type !== 0) this.push(type);
  }

  /** Checks the operands on top without popping them, for labels that share them. */
  expect(types: readonly ValueType[]): void {
    let at = this.types.length;
    for (let i = types.length - 1; i >= 0; i--) {
      const found = at === this.base ? this.missing(types[i]!) : this.types[--at]!;
      if (found !== BOTTOM && !isSubtype(found, types[i]!)) {
        throw operandMismatch(types[i]!, found, this.offset);
      }
    }
  }

  /** @throws CompileError when the innermost block has operands left */
  expectEmpty(): void {
    if (this.types.length !== this.base) throw typeMismatch(this.offset);
  }

  /** What follows in the innermost block is never reached. */
  setUnreachable(): void {
    this.types.length = this.base;
    this.unreachable = true;
  }

  /** For the next function. */
  clear(): void {
    this.types.length = 0;
    this.base = 0;
    this.unreachable = false;
  }
}
