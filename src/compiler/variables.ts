/** Compiles constants, locals and globals, and knows what locals hold. */
import type { DecodedModule } from '../binary/decoded-module.js';
import { Reader } from '../binary/reader.js';
import { Op } from '../opcodes/op.js';
import { readConstant } from '../runtime/constant-expression.js';
import { GlobalKind } from '../runtime/global-layout.js';
import { isReference, ValueType } from '../types/value-type.js';
import type { LocalRun } from '../validation/function-visitor.js';
import { Analysis, type BlockFacts } from './analysis.js';
import {
  call,
  Effect,
  type Expression,
  integer,
  Known,
  leaf,
  MAX_INT32,
  MIN_INT32,
  type Range,
  type Variable,
  variable,
} from './expression.js';
import type { Linkage } from './linkage.js';
import { effectsOf, Operands } from './operands.js';
import { floatConstant, settled } from './rules/float.js';
import { int32 } from './rules/i32.js';
import type { ModuleSurvey } from './survey.js';

export class Variables extends Operands {
  protected locals: readonly LocalRun[] = [];
  protected readonly analysis = new Analysis();
  /** Variables that the function holds memory and globals in, as they are used. */
  protected usesMemory = false;
  protected usesGlobals = false;
  /** What i32 locals hold here, whichever way control came. */
  private readonly ranges = new Map<number, Range>();
  /**
   * Locals of which the innermost block has learned something, and what was known before: control may
   * leave the block without coming by.
   */
  protected learned = new Map<number, Range | undefined>();
  /** f32 locals that hold no signalling NaN here. */
  private readonly quiet = new Set<number>();

  constructor(
    protected readonly module: DecodedModule,
    protected readonly globalPlaces: readonly number[],
    protected readonly survey: ModuleSurvey,
    linkage: Linkage,
  ) {
    super(linkage);
  }

  protected localType(index: number): ValueType {
    const { locals } = this;
    let run = locals.length - 1;
    while (locals[run]!.start > index) run--;
    return locals[run]!.type;
  }

  protected localLow(index: number): Variable {
    return `x${index}`;
  }
  protected localHigh(index: number): Variable {
    return `y${index}`;
  }

  /** A label: what was known of locals may not hold on another way here. */
  protected forgetLocals({ assigned }: BlockFacts): void {
    if (assigned === undefined) {
      this.ranges.clear();
      this.quiet.clear();
      return;
    }
    for (const index of assigned) {
      this.ranges.delete(index);
      this.quiet.delete(index);
    }
  }

  /** The end of a block, or of half of one, to which control may have come without learning. */
  protected forgetLearned(): void {
    for (const [index, before] of this.learned) {
      if (before === undefined) this.ranges.delete(index);
      else this.ranges.set(index, before);
    }
    this.learned.clear();
  }

  /** What an instruction shows of a local's value, if control comes by. */
  protected learnRange(index: number, range: Range): void {
    if (!this.learned.has(index)) this.learned.set(index, this.ranges.get(index));
    this.setRange(index, range);
  }

  /** A loop begins: its counter stays between its first value and its last. */
  protected knowCounter({ counter }: BlockFacts): Range | undefined {
    if (counter === undefined) return undefined;
    const { local, step, end } = counter;
    const first = this.ranges.get(local);
    if (first === undefined || first.least !== first.most) return undefined;
    const rounds = (end - first.least) / step;
    if (!Number.isInteger(rounds) || rounds < 1) return undefined;
    return { least: Math.min(first.least, end), most: Math.max(first.least, end) };
  }

  protected getLocal(index: number): void {
    const type = this.localType(index);
    const high = type === ValueType.I64 ? variable(this.localHigh(index)) : undefined;
    const low = variable(this.localLow(index), this.ranges.get(index));
    const known = this.quiet.has(index) ? Known.Quiet : Known.Nothing;
    this.push(type, { ...low, known }, high);
  }

  protected setLocal(index: number): void {
    const { type, low } = this.popInto(this.localLow(index), this.localHigh(index));
    this.learned.delete(index);
    if (type === ValueType.I32) this.setRange(index, int32(low));
    else if ((low.known & Known.Quiet) !== 0) this.quiet.add(index);
    else this.quiet.delete(index);
  }

  protected setRange(index: number, { least, most }: Range): void {
    if (least === MIN_INT32 && most === MAX_INT32) this.ranges.delete(index);
    else this.ranges.set(index, { least, most });
  }

  protected constant(op: Op, x: number, y: number): void {
    switch (op) {
      case Op.i32_const:
        this.push(ValueType.I32, integer(x));
        break;
      case Op.i64_const:
        this.push(ValueType.I64, integer(x), integer(y));
        break;
      case Op.f32_const:
        this.push(ValueType.F32, floatConstant(op, x, 0, this.linkage));
        break;
      default:
        this.push(ValueType.F64, floatConstant(op, x, y, this.linkage));
    }
  }

  /** The text of an element of the instance's globals. */
  private globalElement(element: number, effects: number): Expression {
    this.usesGlobals = true;
    return leaf(`G[${element}]`, effects, Known.Nothing, 2);
  }

  protected getGlobal(index: number): void {
    const { content, mutable } = this.module.globals[index]!;
    const place = this.globalPlaces[index]!;
    const kind: GlobalKind = place & 3;
    if (kind === GlobalKind.Constant) {
      const { low, high } = readConstant(
        new Reader(this.module.bytes, this.module.globalInits[index]),
      );
      if (content === ValueType.I32) this.constant(Op.i32_const, low, 0);
      else if (content === ValueType.I64) this.constant(Op.i64_const, low, high);
      else if (content === ValueType.F32) this.constant(Op.f32_const, low, 0);
      else this.constant(Op.f64_const, low, high);
      return;
    }
    const effects = mutable ? Effect.ReadsState : Effect.None;
    const [low, high] = this.globalHalves(place, effects);
    switch (content) {
      case ValueType.I64:
        this.push(content, low, high);
        break;
      case ValueType.F32:
        this.push(content, call(this.linkage.helper('carryF32'), [low]));
        break;
      case ValueType.F64:
        this.push(content, call(this.linkage.helper('f64OfBits'), [low, high]));
        break;
      default:
        this.push(content, low);
    }
  }

  private globalHalves(place: number, effects: number): [low: Expression, high: Expression] {
    const element = place >> 2;
    if ((place & 3) === GlobalKind.Plain) {
      return [this.globalElement(element, effects), this.globalElement(element + 1, effects)];
    }
    const shared = this.globalElement(element, effects);
    return [
      { ...shared, text: `${shared.text}.low` },
      { ...shared, text: `${shared.text}.high` },
    ];
  }

  protected setGlobal(index: number): void {
    const { content } = this.module.globals[index]!;
    const top = this.stack.length - 1;
    // Two statements, of which the second must not trap.
    if ((effectsOf(this.stack[top]!) & Effect.Traps) !== 0 && content === ValueType.I64)
      this.settle(top);
    const operand = this.pop();
    const [low, high] = this.globalHalves(this.globalPlaces[index]!, Effect.None);
    this.before(effectsOf(operand) | Effect.WritesState);
    const set = (target: Expression, value: Expression): string =>
      `${target.text}=${this.note(value)};`;
    const { linkage } = this;
    switch (content) {
      case ValueType.I64:
        this.write(set(low, operand.low) + set(high, operand.high!));
        break;
      case ValueType.F32:
        this.write(set(low, this.bitsOfF32(operand.low)));
        break;
      case ValueType.F64:
        this.write(
          set(low, call(linkage.helper('bitsOfF64'), [operand.low])) + set(high, linkage.high),
        );
        break;
      default:
        this.write(set(low, isReference(content) ? operand.low : int32(operand.low)));
    }
  }

  /** The bits of an f32. */
  protected bitsOfF32(x: Expression): Expression {
    if (x.bits !== undefined) return x.bits;
    return call(this.linkage.helper('bitsCarried'), [settled(x, this.linkage)]);
  }
}
