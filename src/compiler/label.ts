import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import { Op } from '../opcodes/op.js';
import type { Catch } from '../validation/function-visitor.js';
import type { LocalFacts } from './local-facts.js';

/** Where what is thrown inside of a block goes on. */
export interface TryHandler {
  readonly catches: readonly Catch[];
  readonly targets: readonly Label[];
}

/** A block that is open, and the lines that become its statement. */
export class Label {
  /** Statements that leave the block by its name. */
  private exits = 0;
  /** The line of the first `if(…)break`, and the opposite of its condition. */
  private firstExit = -1;
  private firstUnless = '';
  /** Branches back to a loop's beginning. */
  private continues = 0;
  /** The line of the last `if(…)continue`, and its condition. */
  private lastContinue = -1;
  private lastCondition = '';
  /** The condition of `if`, and its opposite. */
  when = '';
  unless = '';
  /** The number of its body, or of the half of it after `else`: see analysis.ts. */
  part = 0;
  /** What is known of locals at the end, on every way that has come there so far. */
  end: LocalFacts | undefined;
  /** What is known of them where the condition of `if` is not met. */
  otherwise!: LocalFacts;
  /** The line of `else`; −1 without one. */
  elseLine = -1;

  /** Of a `try_table`. */
  handler: TryHandler | undefined;

  constructor(
    readonly op: Op.block | Op.loop | Op.if,
    readonly type: FunctionType,
    /** Operands below the block's own. */
    readonly height: number,
    /** The line kept for the block's beginning. */
    private readonly start: number,
    readonly number: number,
  ) {}

  /** The types that a branch to the label takes with it. */
  get operands(): readonly ValueType[] {
    return this.op === Op.loop ? this.type.params : this.type.results;
  }

  private get name(): string {
    return `L${this.number}`;
  }

  /** Control comes to the end. */
  meet(facts: LocalFacts): void {
    if (this.end === undefined) this.end = facts.copy();
    else this.end.meet(facts);
  }

  /** The statement that goes to the label. */
  jump(): string {
    if (this.op === Op.loop) {
      this.continues++;
      return `continue ${this.name};`;
    }
    this.exits++;
    return `break ${this.name};`;
  }

  /** The statement, at a line, that goes to a loop's beginning on a condition. */
  jumpIf(condition: string, line: number): string {
    this.lastContinue = line;
    this.lastCondition = condition;
    return `if(${condition})${this.jump()}`;
  }

  /** The statement, at a line, that leaves a block on a condition. */
  leaveIf(condition: string, unless: string, line: number): string {
    if (this.firstExit < 0) {
      this.firstExit = line;
      this.firstUnless = unless;
    }
    return `if(${condition})${this.jump()}`;
  }

  /** Writes the beginning and the end of the block's statement. */
  close(lines: string[], reachable: boolean): void {
    if (this.op === Op.loop) this.closeLoop(lines, reachable);
    else if (this.op === Op.if) this.closeIf(lines);
    else if (this.exits > 0) this.closeBlock(lines);
  }

  private closeBlock(lines: string[]): void {
    const isFirst = this.firstExit >= 0 && isEmpty(lines, this.start + 1, this.firstExit);
    if (isFirst) {
      // A block that begins with a way out of it is an `if` of the opposite.
      const label = this.exits > 1 ? `${this.name}:` : '';
      lines[this.firstExit] = `${label}if(${this.firstUnless}){`;
    } else lines[this.start] = `${this.name}:{`;
    lines.push('}');
  }

  private closeLoop(lines: string[], reachable: boolean): void {
    if (this.continues === 0) return;
    if (this.continues === 1 && this.lastContinue === lastLine(lines)) {
      // The only way back is at the end, where a loop of JavaScript has it too.
      lines.length = this.lastContinue;
      lines[this.start] = 'do{';
      lines.push(`}while(${this.lastCondition});`);
      return;
    }
    lines[this.start] = `${this.name}:for(;;){`;
    lines.push(reachable ? 'break;}' : '}');
  }

  private closeIf(lines: string[]): void {
    const label = this.exits > 0 ? `${this.name}:` : '';
    lines[this.start] = `${label}if(${this.when}){`;
    if (this.elseLine >= 0) {
      if (isEmpty(lines, this.elseLine + 1, lines.length)) lines[this.elseLine] = '';
      else if (isEmpty(lines, this.start + 1, this.elseLine)) {
        lines[this.start] = `${label}if(${this.unless}){`;
        lines[this.elseLine] = '';
      }
    }
    lines.push('}');
  }
}

/** Whether nothing is written in the lines from one up to another. */
function isEmpty(lines: readonly string[], from: number, to: number): boolean {
  for (let line = from; line < to; line++) if (lines[line] !== '') return false;
  return true;
}

/** The last line that is not empty; −1 without one. */
function lastLine(lines: readonly string[]): number {
  let line = lines.length - 1;
  while (line >= 0 && lines[line] === '') line--;
  return line;
}
