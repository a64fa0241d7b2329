/** The instructions that contributed to something, by where they end. */
export type Ends = number[];

/** How many operands below are looked at when a block or a branch moves them. */
const PEEKED = 16;

/**
 * For each operand on the stack, the instructions that made it and have left no code yet: a constant
 * or a local that waits for the instruction that takes it.
 */
export class Origins {
  private operands: Ends[] = [];
  /** Operands below each open block's own, the function's first. */
  private readonly labels: number[] = [];

  /** The function begins. */
  clear(): void {
    this.operands.length = 0;
    this.labels.length = 0;
    this.labels.push(0);
  }

  /** Takes operands off; their origins, which nobody else holds. */
  take(count: number): Ends {
    const { operands } = this;
    const from = Math.max(0, operands.length - count);
    const first = operands[from];
    if (first === undefined || count === 0) return [];
    for (let i = from + 1; i < operands.length; i++) {
      for (const end of operands[i]!) first.push(end);
    }
    operands.length = from;
    return first;
  }

  /** Puts operands on, the first of which has the origins. */
  give(count: number, origins: Ends): void {
    for (let i = 0; i < count; i++) this.operands.push(i === 0 ? origins : []);
  }

  /** The origins of the operands that are moved where control parts or meets; they stay. */
  peek(): Ends {
    return this.operands.slice(-PEEKED).flat();
  }

  /** @param params operands of the block, which are on the stack */
  open(params: number): void {
    this.labels.push(this.operands.length - params);
  }

  /** The stack as it is where an `if` goes over into `else`. */
  restart(params: number): void {
    this.operands.length = this.labels[this.labels.length - 1]!;
    this.give(params, []);
  }

  close(results: number): void {
    this.operands.length = this.labels.pop()!;
    this.give(results, []);
  }
}
