/**
 * The operand stack of the function that is compiled, as expressions that wait to be used, and the
 * statements that are written so far.
 *
 * An operand is evaluated where its text stands in the end, which may be later than its instruction.
 * So before a statement that an operand must not be evaluated after, the operand is put into a
 * variable of its own; and operands below it that must come before, before it.
 */
import { isReference, ValueType } from '../types/value-type.js';
import {
  Effect,
  type Expression,
  isSimple,
  INT32,
  Known,
  leaf,
  Precedence,
  type Variable,
  variable,
  ZERO,
} from './expression.js';
import { type Linkage, TOO_LONG } from './linkage.js';
import type { Assignment, Definition, Pair } from './pair.js';
import { settled as settledFloat } from './rules/float.js';
import { int32 } from './rules/i32.js';

/** A value on the stack; `high` only of i64. */
export interface Operand {
  readonly type: ValueType;
  readonly low: Expression;
  readonly high: Expression | undefined;
}

/** How many operands may wait, so that looking through them stays cheap whatever the function is like. */
const MOST_WAITING = 32;

export class Operands {
  protected readonly stack: Operand[] = [];
  /** The statements, a line each. */
  lines: string[] = [];
  /** Variables that occur, parameters included. */
  protected readonly variables = new Set<Variable>();
  /** Slots of XS's stack that expressions take while something is called in them. */
  protected heldSlots = 0;
  /** Slots that the deepest expression takes. */
  protected expressionSlots = 0;
  /** Operands below are all in variables of their own, or constants. */
  private settledBelow = 0;
  /** What made the operand on top, while nothing was written after it. */
  private definition: Definition | undefined;
  private definitionStart = 0;
  private definitionEnd = -1;

  constructor(protected readonly linkage: Linkage) {}

  protected clearOperands(): void {
    this.stack.length = 0;
    this.lines = [];
    this.variables.clear();
    this.heldSlots = 0;
    this.expressionSlots = 0;
    this.settledBelow = 0;
    this.definitionEnd = -1;
  }

  /** The variable of the operand at a height, or of its low half. */
  protected lowOf(height: number): Variable {
    return `s${height}`;
  }

  /** The variable of the high half of the operand at a height. */
  protected highOf(height: number): Variable {
    return `t${height}`;
  }

  /** Writes a line; what must be done before is done by {@link before}. */
  protected write(line: string): void {
    this.lines.push(line);
    if ((this.lines.length & 15) === 0) this.checkLength();
  }

  /** Gives up what no parser will get, before it takes all RAM. */
  private checkLength(): void {
    let length = 0;
    for (let i = 0; i < this.lines.length; i++) length += this.lines[i]!.length;
    if (length > this.linkage.mostCharacters) throw TOO_LONG;
  }

  /** Notes an expression that goes into a line. */
  protected note(x: Expression): string {
    if ((x.effects & Effect.Calls) !== 0 && x.held > this.heldSlots) this.heldSlots = x.held;
    if (x.slots > this.expressionSlots) this.expressionSlots = x.slots;
    for (const name of x.reads) this.variables.add(name);
    return x.text;
  }

  protected push(type: ValueType, low: Expression, high?: Expression): void {
    this.stack.push({ type, low, high });
    const top = this.stack.length - 1;
    if (this.isLarge(low) || (high !== undefined && this.isLarge(high))) this.settle(top);
    if (top - this.settledBelow >= MOST_WAITING) this.settle(this.settledBelow++);
  }

  /** Whether an expression is to be put into a variable now. */
  private isLarge(x: Expression): boolean {
    const { characters, slots } = this.linkage.expressions;
    return x.text.length > characters || x.slots > slots;
  }

  protected pushPair({ low, high }: Pair): void {
    return this.push(ValueType.I64, low, high);
  }

  /** Pushes the result of statements that are written now. */
  protected pushDefinition(type: ValueType, definition: Definition, effects: number): void {
    const height = this.stack.length;
    const [low, high] = [this.lowOf(height), this.highOf(height)];
    this.before(effects, [low, high]);
    const start = this.lines.length;
    this.assign(definition(low, high), false);
    const end = this.lines.length;
    // This may write what settles another operand.
    this.push(type, variable(low), type === ValueType.I64 ? variable(high) : undefined);
    this.definition = definition;
    this.definitionStart = start;
    this.definitionEnd = end;
  }

  /** Whether the operand on top was made by the last lines, which then may be written anew. */
  private get isFresh(): boolean {
    return this.definitionEnd === this.lines.length;
  }

  /** Nothing that was written can be changed any more: a label. */
  protected boundary(): void {
    this.definitionEnd = -1;
  }

  /** Pushes the operand on top, a reference, once more. */
  protected repeatTop(): void {
    const top = this.stack.length - 1;
    this.simplify(top);
    const { type, low } = this.stack[top]!;
    this.push(type, low);
  }

  protected pop(): Operand {
    this.definitionEnd = -1;
    const operand = this.stack.pop()!;
    if (this.settledBelow > this.stack.length) this.settledBelow = this.stack.length;
    return operand;
  }

  /** Puts another operand in the place of one. */
  protected replace(height: number, operand: Operand): void {
    this.definitionEnd = -1;
    this.stack[height] = operand;
    if (this.settledBelow > height) this.settledBelow = height;
  }

  /** Pops the operands above a height, the lowest first. */
  protected popFrom(height: number): Operand[] {
    this.definitionEnd = -1;
    const operands = this.stack.splice(height);
    if (this.settledBelow > height) this.settledBelow = height;
    return operands;
  }

  protected dropTo(height: number): void {
    this.stack.length = height;
    if (this.settledBelow > height) this.settledBelow = height;
    this.definitionEnd = -1;
  }

  /** Makes the operand at a height one that can be named several times. */
  protected simplify(height: number): void {
    const { type, low, high } = this.stack[height]!;
    if (isSimple(low) && (high === undefined || isSimple(high))) return;
    const l = this.lowOf(height);
    if (high === undefined || !isSimple(high) || high.text === l) return this.settle(height);
    this.before(low.effects, [l], height);
    this.assign([[l, low]]);
    this.stack[height] = { type, low: variable(l), high };
  }

  /**
   * Puts operands into their variables that must be evaluated before a statement.
   * @param effects of the statement
   * @param writes the variables that it sets
   * @param end only operands below this height
   */
  protected before(
    effects: number,
    writes: readonly Variable[] = NOTHING,
    end = this.stack.length,
  ): void {
    for (let height = this.settledBelow; height < end; height++) {
      if (conflicts(this.stack[height]!, effects, writes)) this.settle(height);
    }
  }

  /** Puts the operand at a height into its variables, unless it is a constant or is there. */
  protected settle(height: number): void {
    if (!this.isSettled(height)) return this.settleConstant(height);
  }

  /**
   * Puts the operand at a height into its variables, whatever it is, and those below that must come
   * before it, before those, and so on: without recursion, for which XS's stack is too small.
   */
  protected settleConstant(height: number): void {
    if (this.isOwn(height)) return;
    const found = [height];
    for (let below = height - 1; below >= this.settledBelow; below--) {
      if (!this.isSettled(below) && found.some((above) => this.excludes(below, above)))
        found.push(below);
    }
    while (found.length > 0) this.moveToOwn(found.pop()!);
  }

  /** Whether the operand at a height must be settled before one above it is. */
  private excludes(below: number, height: number): boolean {
    const operand = this.stack[height]!;
    const l = this.lowOf(height);
    const written = operand.high === undefined ? [l] : [l, this.highOf(height)];
    return conflicts(this.stack[below]!, effectsOf(operand), written);
  }

  private moveToOwn(height: number): void {
    const { type, low, high } = this.stack[height]!;
    const [l, h] = [this.lowOf(height), this.highOf(height)];
    this.store(type, { low, high }, l, h);
    this.stack[height] = {
      type,
      low: {
        ...variable(l, type === ValueType.I32 ? int32(low) : INT32),
        known: low.known & Known.Quiet,
      },
      high: high === undefined ? undefined : variable(h),
    };
  }

  /** Whether the operand at a height is in its variables. */
  private isOwn(height: number): boolean {
    const { low, high } = this.stack[height]!;
    return (
      low.text === this.lowOf(height) && (high === undefined || high.text === this.highOf(height))
    );
  }

  private isSettled(height: number): boolean {
    const { low, high } = this.stack[height]!;
    const isStable = (x: Expression, own: Variable): boolean =>
      x.literal !== undefined || x.text === own;
    return (
      isStable(low, this.lowOf(height)) &&
      (high === undefined || isStable(high, this.highOf(height)))
    );
  }

  /** Puts all operands into their variables but constants. */
  protected settleAll(): void {
    for (let height = this.settledBelow; height < this.stack.length; height++) this.settle(height);
    this.settledBelow = this.stack.length;
  }

  /** Writes the assignments of a value to variables. Pending operands are not looked at. */
  protected store(
    type: ValueType,
    { low, high }: { low: Expression; high: Expression | undefined },
    l: Variable,
    h: Variable,
    merges = true,
  ): void {
    const value = this.valueOf(type, low);
    if (high === undefined) return this.assign([[l, value]], merges);
    if (!high.reads.includes(l)) {
      return this.assign([
        [l, value],
        [h, high],
      ]);
    }
    if (!value.reads.includes(h)) {
      return this.assign([
        [h, high],
        [l, value],
      ]);
    }
    return this.assign([
      ['j', high],
      [l, value],
      [h, variable('j')],
    ]);
  }

  /** What a variable of the type is set to. */
  protected valueOf(type: ValueType, x: Expression): Expression {
    if (type === ValueType.I32) return int32(x);
    return isReference(type) || type === ValueType.I64 ? x : settledFloat(x, this.linkage);
  }

  protected assign(assignments: readonly Assignment[], merges = true): void {
    const only = assignments[0];
    if (merges && assignments.length === 1 && only![1].text !== only![0]) {
      const [target, value] = only!;
      this.variables.add(target);
      const [text] = this.absorb([this.note(value)]);
      this.write(`${target}=${text};`);
      return;
    }
    let text = '';
    for (const [target, value] of assignments) {
      if (value.text === target) continue;
      this.variables.add(target);
      text += `${target}=${this.note(value)};`;
    }
    if (text !== '') this.write(text);
  }

  /** Pops the operand on top into variables of a local. */
  protected popInto(l: Variable, h: Variable): Operand {
    const { definition, isFresh } = this;
    const operand = this.pop();
    const written = operand.high === undefined ? [l] : [l, h];
    if (isFresh && operand.low.text === this.lowOf(this.stack.length)) {
      this.lines.length = this.definitionStart;
      this.before(Effect.None, written);
      this.assign(definition!(l, h));
    } else if (!this.retarget(operand, l)) {
      this.before(effectsOf(operand), written);
      this.store(operand.type, operand, l, h);
    }
    return operand;
  }

  /** Lets the last line, if it has just put the operand into its own variable, set another instead. */
  private retarget({ low, high }: Operand, target: Variable): boolean {
    if (high !== undefined || low.text !== this.lowOf(this.stack.length)) return false;
    const last = ASSIGNMENT.exec(this.lines[this.lines.length - 1] ?? '');
    if (last === null || last[1] !== `${low.text}=`) return false;
    this.lines.pop();
    this.before(Effect.None, [target]);
    this.variables.add(target);
    this.write(`${target}=${last[2]};`);
    return true;
  }

  /**
   * Puts the last line, if it sets the variable that a text evaluates first, into the text:
   * `x=x+1;` and `x<9` become `(x=x+1)<9`, which spares XS two operations.
   */
  protected absorb(texts: string[]): string[] {
    const last = ASSIGNMENT.exec(this.lines[this.lines.length - 1] ?? '');
    if (last === null) return texts;
    const [, targets, value] = last;
    // Within an expression, a call would begin with more of the stack taken.
    if (CALLS.test(value!) || value!.length > this.linkage.expressions.characters) {
      return texts;
    }
    const names = targets!.split('=');
    const merged: string[] = [];
    for (const text of texts) {
      const first = FIRST.exec(text);
      if (first === null || !names.includes(first[2]!)) return texts;
      const rest = text.slice(first[0].length);
      const isWhole =
        /(^|\()$/.test(first[1]!) &&
        (rest === '' || rest.charAt(0) === ',' || rest.charAt(0) === ')');
      const assignment = `${targets}${value}`;
      merged.push(`${first[1]}${isWhole ? assignment : `(${assignment})`}${rest}`);
    }
    this.lines.pop();
    return merged;
  }
}

/** A line that sets a variable, or several to the same. */
const ASSIGNMENT = /^((?:[xs]\d+=)+)(?!=)([^;]*);$/;

/** Calls that go on to other code. */
const CALLS = /this(\.f\d|\.\$import|\.\$bulk|\.\$extend|\[)/;

/** The variable that a text evaluates first; what stands before it has no effects. */
const FIRST =
  /^((?:M\.\w+\(|\(|[!~-]|(?:this\.\$)?(?:imul|fround|clz32|sqrt)\()*)([xs]\d+)(?!\w|=[^=])/;

const NOTHING: readonly Variable[] = Object.freeze([]);

/** A zero of a type, for a local's first value. */
export function zeroOf(type: ValueType): Expression {
  if (isReference(type)) return leaf('null');
  // A double, which XS does not take the literal for.
  return type === ValueType.F32 || type === ValueType.F64
    ? { ...leaf('0/1'), precedence: Precedence.Multiplicative, slots: 2 }
    : ZERO;
}

export function effectsOf({ low, high }: Operand): number {
  return low.effects | (high === undefined ? 0 : high.effects);
}

/** What must not happen if something before it traps. */
const NOT_BEFORE_TRAPS = Effect.Traps | Effect.Calls | Effect.WritesMemory | Effect.WritesState;

/** Whether an operand's value, or what it does, would be another after a statement. */
function conflicts(operand: Operand, effects: number, writes: readonly Variable[]): boolean {
  const { low, high } = operand;
  for (const name of writes) {
    if (low.reads.includes(name) || (high !== undefined && high.reads.includes(name))) return true;
  }
  const own = effectsOf(operand);
  if (own === 0 || effects === 0) return false;
  return (
    (own & Effect.Calls) !== 0 ||
    ((own & Effect.ReadsMemory) !== 0 && (effects & (Effect.WritesMemory | Effect.Calls)) !== 0) ||
    ((own & Effect.ReadsState) !== 0 && (effects & (Effect.WritesState | Effect.Calls)) !== 0) ||
    ((own & Effect.OutOfBounds) !== 0 && (effects & NOT_BEFORE_TRAPS) !== 0) ||
    ((own & Effect.Traps) !== 0 && (effects & (NOT_BEFORE_TRAPS | Effect.OutOfBounds)) !== 0)
  );
}
