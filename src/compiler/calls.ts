/** Compiles calls. */
import { TrapCode } from '../errors/trap-code.js';
import { Handler, HandlerLimit } from '../opcodes/handler.js';
import { Op } from '../opcodes/op.js';
import type { BaseCase } from './base-case.js';
import type { FunctionType } from '../types/function-type.js';
import { ValueType } from '../types/value-type.js';
import {
  at,
  binary,
  call,
  combine,
  Effect,
  type Expression,
  integer,
  leaf,
  Precedence,
  type Variable,
  ZERO,
} from './expression.js';
import { Instructions } from './instructions.js';
import { effectsOf, type Operand } from './operands.js';
import { binary32, condition, int32, isZero } from './rules/i32.js';

/** Stands for the slots of the function, until they are known. */
export const STACK_COST = '\u00a7';

/** The block that is left for a call in tail position, which call it is, and the method of an indirect one. */
export const TAILS = 'T';
export const TAIL = 'q';
const CALLEE = 'p';

/** Whether an instruction calls something, which takes XS's stack. */
export function isCall(op: Op): boolean {
  return op >= Op.call && op <= Op.return_call_indirect;
}

/**
 * Slots of XS's stack that an instruction of an extension takes beyond what all may take (HELPER_SLOTS,
 * values.ts): those that read segments, of which elements are constant expressions that are evaluated.
 */
function slotsOfSegments(handler: Handler): number {
  switch (handler) {
    case Handler.ArrayNewData:
    case Handler.ArrayInitData:
      return 40;
    case Handler.ArrayNewElem:
    case Handler.ArrayInitElem:
      return 130;
    default:
      return 0;
  }
}

/** An array literal. */
function listOf(elements: readonly Expression[]): Expression {
  const list = call('', elements);
  return { ...list, text: `[${list.text.slice(1, -1)}]` };
}

export class Calls extends Instructions {
  protected callees = new Set<number>();
  /** The function that is compiled. */
  protected index = 0;
  protected baseCase: BaseCase | undefined;
  /** Calls in tail position that blocks are left for first, because nothing there catches what they throw. */
  protected tails: string[] = [];

  /** Values as JavaScript arguments or results: i64 as two. */
  protected flatten(values: readonly Operand[]): Expression[] {
    return values.flatMap(({ type, low, high }) =>
      high === undefined ? [this.passed(type, low)] : [low, high],
    );
  }

  /** A statement that throws a trap: reading a property takes less code than a call. */
  protected trapText(code: TrapCode.Unreachable | TrapCode.CallStackExhausted): string {
    return `this.$trap${code};`;
  }

  protected call(op: Op, index: number): void {
    const { module } = this;
    const type = module.types[module.functions[index]!]!;
    const tail = op === Op.return_call;
    const baseCase = index === this.index && !tail ? this.baseCase : undefined;
    const first = this.stack.length - type.params.length;
    if (baseCase !== undefined) this.simplify(first + baseCase.parameter);
    const args = this.popFrom(first);
    const flat = this.argumentsOf(args, tail);
    if (index < module.importedFunctions) {
      return this.finishCall(type, this.importCall(index, flat), tail);
    }
    this.callees.add(index);
    if (!this.survey.isLeaf(index)) flat.push(this.stackLeft(tail));
    const made = call(`this.f${index}`, flat);
    const value = baseCase === undefined ? made : this.answered(made, args, baseCase);
    return this.finishCall(type, value, tail);
  }

  /** Whether something that is thrown here may be caught by the function itself. */
  protected isInsideTry(): boolean {
    return false;
  }

  /** Arguments; those of a call that is made outside of the blocks around are evaluated now. */
  private argumentsOf(values: readonly Operand[], tail: boolean): Expression[] {
    const flat = this.flatten(values);
    if (!tail || !this.isInsideTry()) return flat;
    return flat.map((value, i) => this.keep(`${TAIL}${i}`, value));
  }

  /** Puts a value into a variable. */
  private keep(name: Variable, value: Expression): Expression {
    this.before(Effect.Calls);
    this.assign([[name, value]], false);
    return { ...leaf(name), reads: [name] };
  }

  /** A call, or what it would return where the base case holds. */
  private answered(made: Expression, args: readonly Operand[], baseCase: BaseCase): Expression {
    const { parameter, comparison, constant, result } = baseCase;
    if (args.some((arg) => effectsOf(arg) !== 0)) return made;
    const test = binary32(comparison, args[parameter]!.low, integer(constant), this.linkage);
    const isCalled = condition(isZero(test));
    const base = result.base < 0 ? ZERO : args[result.base]!.low;
    const value = int32(binary32(Op.i32_add, base, integer(result.offset), this.linkage));
    const text =
      `${at(isCalled, Precedence.Conditional + 1)}?${made.text}` +
      `:${at(value, Precedence.Conditional)}`;
    // When the call begins, nothing is left on the stack of the test.
    return combine(text, Precedence.Conditional, [made, isCalled, value]);
  }

  private importCall(index: number, args: readonly Expression[]): Expression {
    return call('this.$import', [integer(index), this.stackLeft(false), listOf(args)]);
  }

  /** What is left of XS's stack for a callee; one in tail position takes the caller's place. */
  private stackLeft(tail: boolean): Expression {
    const left = leaf('d');
    return tail ? binary('+', Precedence.Additive, left, leaf(STACK_COST)) : left;
  }

  protected callIndirect(op: Op, typeIndex: number, table: number): void {
    const { module } = this;
    const type = module.types[typeIndex]!;
    const { length } = this.stack;
    // The callee is found before the arguments are evaluated, in JavaScript.
    for (let i = length - 1 - type.params.length; i < length - 1; i++) {
      if (effectsOf(this.stack[i]!) !== 0) this.settle(i);
    }
    const { low } = this.pop();
    const args = this.popFrom(this.stack.length - type.params.length);
    const tail = op === Op.return_call_indirect;
    const found = call('this.$callee', [
      integer(table),
      integer(module.canonicalTypes[typeIndex]!),
      table < 0 ? low : int32(low),
    ]);
    const leaves = tail && this.isInsideTry();
    if (leaves) this.keep(CALLEE, found);
    const flat = [...this.argumentsOf(args, tail), this.stackLeft(tail)];
    const made = call(`this[${leaves ? CALLEE : found.text}]`, flat);
    const slots = Math.max(made.slots, found.slots + 2);
    const reads = [...found.reads, ...made.reads];
    return this.finishCall(type, { ...made, slots, reads }, tail);
  }

  /** An instruction of an extension. */
  protected callHandler(handler: Handler, x: number, type: FunctionType): void {
    const operands = this.popFrom(this.stack.length - type.params.length);
    const flat = this.flatten(operands);
    const args = operands.length > HandlerLimit.Params ? [listOf(flat)] : flat;
    const more = { slots: slotsOfSegments(handler) };
    const made = call('this.$extend', [integer(handler), integer(x), ...args], more);
    return this.finishCall(type, made, false);
  }

  private finishCall(type: FunctionType, made: Expression, tail: boolean): void {
    const value = { ...made, effects: Effect.Calls };
    const { results } = type;
    if (tail) {
      this.before(Effect.Calls);
      const text = `return ${this.note(value)};`;
      if (!this.isInsideTry()) return this.write(text);
      this.variables.add(TAIL);
      return this.write(`${TAIL}=${this.tails.push(text)};break ${TAILS};`);
    }
    if (results.length === 0) {
      this.before(Effect.Calls);
      this.write(`${this.note(value)};`);
      this.assign(this.afterCall());
      return;
    }
    if (results.length === 1) {
      const [result] = results as [ValueType];
      const after = this.afterCall();
      if (after.length === 0 && result !== ValueType.I64) {
        return this.push(result, value);
      }
      const highs = (h: Variable): [Variable, Expression][] =>
        result === ValueType.I64 ? [[h, leaf('this.store.high', 0, 0, 3)]] : [];
      return this.pushDefinition(
        result,
        (l, h) => [[l, value], ...highs(h), ...after],
        Effect.Calls,
      );
    }
    this.before(Effect.Calls);
    this.assign([['k', value], ...this.afterCall()]);
    let element = 0;
    for (const result of results) {
      const height = this.stack.length;
      const next = (): Expression => leaf(`k[${element++}]`, 0, 0, 2);
      const [l, h] = [this.lowOf(height), this.highOf(height)];
      this.before(0, [l, h]);
      this.assign(
        result === ValueType.I64
          ? [
              [l, next()],
              [h, next()],
            ]
          : [[l, next()]],
      );
      this.push(
        result,
        this.ownLow(height),
        result === ValueType.I64 ? this.ownHigh(height) : undefined,
      );
    }
  }

  protected ownLow(height: number): Expression {
    return { ...leaf(this.lowOf(height)), reads: [this.lowOf(height)] };
  }

  protected ownHigh(height: number): Expression {
    return { ...leaf(this.highOf(height)), reads: [this.highOf(height)] };
  }
}
