import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import { Op } from '../opcodes/op.js';
import type { BlockFacts } from './analysis.js';

/** A block that is open, and the lines that become its statement. */
export class Label {
  /** Whether something leaves the block by its name. */
  private isLeft = false;
  /** Branches back to a loop's beginning. */
  private continues = 0;
  /** The line of the last `if(…)continue`, and its condition. */
  private lastContinue = -1;
  private lastCondition = '';
  /** The condition of `if`, and its opposite. */
  when = '';
  unless = '';
  /** What the block around has learned of locals. */
  outerLearned!: Set<number>;
  /** The line of `else`; −1 without one. */
  elseLine = -1;

  constructor(
    readonly op: Op.block | Op.loop | Op.if,
    readonly type: FunctionType,
    /** Operands below the block's own. */
    readonly height: number,
    /** The line kept for the block's beginning. */
    private readonly start: number,
    private readonly number: number,
    readonly facts: BlockFacts,
  ) {}

  /** The types that a branch to the label takes with it. */
  get operands(): readonly ValueType[] {
    return this.op === Op.loop ? this.type.params : this.type.results;
  }

  private get name(): string {
    return `L${this.number}`;
  }

  /** The statement that goes to the label. */
  jump(): string {
    if (this.op === Op.loop) {
      this.continues++;
      return `continue ${this.name};`;
    }
    this.isLeft = true;
    return `break ${this.name};`;
  }

  /** The statement, at a line, that goes to a loop's beginning on a condition. */
  jumpIf(condition: string, line: number): string {
    this.lastContinue = line;
    this.lastCondition = condition;
    return `if(${condition})${this.jump()}`;
  }

  /** Writes the beginning and the end of the block's statement. */
  close(lines: string[], reachable: boolean): void {
    if (this.op === Op.loop) this.closeLoop(lines, reachable);
    else if (this.op === Op.if) this.closeIf(lines);
    else if (this.isLeft) {
      lines[this.start] = `${this.name}:{`;
      lines.push('}');
    }
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
    const label = this.isLeft ? `${this.name}:` : '';
    const isEmpty = (from: number, to: number): boolean =>
      lines.slice(from, to).every((line) => line === '');
    lines[this.start] = `${label}if(${this.when}){`;
    if (this.elseLine >= 0) {
      if (isEmpty(this.elseLine + 1, lines.length)) lines[this.elseLine] = '';
      else if (isEmpty(this.start + 1, this.elseLine)) {
        lines[this.start] = `${label}if(${this.unless}){`;
        lines[this.elseLine] = '';
      }
    }
    lines.push('}');
  }
}

/** The last line that is not empty; −1 without one. */
function lastLine(lines: readonly string[]): number {
  let line = lines.length - 1;
  while (line >= 0 && lines[line] === '') line--;
  return line;
}
