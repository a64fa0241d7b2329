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
  type Range,
  type Variable,
  variable,
} from './expression.js';
import type { Linkage } from './linkage.js';
import { LocalFacts } from './local-facts.js';
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
  /** What is known of locals here. */
  protected facts = new LocalFacts();

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

  /** A loop begins: its counter stays between its first value and its last. */
  protected knowCounter({ counter }: BlockFacts): Range | undefined {
    if (counter === undefined) return undefined;
    const { local, step, end } = counter;
    const first = this.facts.range(local);
    if (first.least !== first.most) return undefined;
    const rounds = (end - first.least) / step;
    if (!Number.isInteger(rounds) || rounds < 1) return undefined;
    const last = end - step;
    return { least: Math.min(first.least, last), most: Math.max(first.least, last) };
  }

  protected getLocal(index: number): void {
    const type = this.localType(index);
    const name = this.localLow(index);
    if (type === ValueType.I32) {
      const range = this.facts.range(index);
      const isConstant = range.least === range.most;
      const sum = { base: index, offset: 0 };
      this.push(type, isConstant ? integer(range.least) : { ...variable(name, range), sum });
      return;
    }
    const high = type === ValueType.I64 ? variable(this.localHigh(index)) : undefined;
    const known = this.facts.isQuiet(index) ? Known.Quiet : Known.Nothing;
    this.push(type, { ...variable(name), known }, high);
  }

  protected setLocal(index: number): void {
    const { type, low: top } = this.stack[this.stack.length - 1]!;
    if (type === ValueType.I32 && this.isAlready(index, top)) {
      this.pop();
      return;
    }
    const { low } = this.popInto(this.localLow(index), this.localHigh(index));
    if (type === ValueType.I32) this.facts.assign(index, int32(low), low.sum);
    else if ((low.known & Known.Quiet) !== 0) this.facts.assignQuiet(index);
    else this.facts.forget(index);
  }

  /** Whether an i32 local is known to hold what it is to be set to. */
  private isAlready(index: number, { literal }: Expression): boolean {
    const { least, most } = this.facts.range(index);
    return literal !== undefined && literal === least && literal === most;
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
    const traps = Effect.Traps | Effect.OutOfBounds;
    if ((effectsOf(this.stack[top]!) & traps) !== 0 && content === ValueType.I64) this.settle(top);
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
