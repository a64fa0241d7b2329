/**
 * Base cases of recursion. A function that begins with `if (n < 2) return n` need not be called for them:
 * where it calls itself, the caller can answer. A call costs XS as much as some thirty operations.
 */
import { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import { ValueType } from '../types/value-type.js';
import type { Sum } from './expression.js';

/** A comparison of a parameter with a constant, and what the function returns where it holds. */
export interface BaseCase {
  readonly parameter: number;
  readonly comparison: Op;
  readonly constant: number;
  /** A parameter plus a constant, or with −1 for the base a constant. */
  readonly result: Sum;
}

interface Step {
  readonly op: Op;
  readonly x: number;
}

/** Instructions that a base case may take, and of them those in the function's first block. */
const MOST_STEPS = 16;
const MOST_IN_FIRST = 10;

const CONSTANT = -1;

type Test = Omit<BaseCase, 'result'>;
/** What is known of a value. */
type Value = Sum | Test | undefined;

/** Looks for a function's base case among its instructions, which it is shown in order. */
export class BaseCaseFinder {
  private readonly steps: Step[] = [];
  private depth = 0;
  /** Where the code behind the first block begins among the steps; −1 before. */
  private behind = -1;

  constructor(private readonly type: FunctionType) {}

  instruction(op: Op, x: number): void {
    const isInFirst = this.behind < 0 && this.depth > 0;
    if (isInFirst && this.steps.length >= MOST_IN_FIRST) return;
    if (this.steps.length <= MOST_STEPS) this.steps.push({ op, x });
  }

  block(op: Op, { params, results }: FunctionType): void {
    this.instruction(op, params.length + results.length);
    this.depth++;
  }

  else(): void {
    if (this.depth === 1) this.instruction(Op.else, 0);
  }

  end(): void {
    this.depth--;
    if (this.depth === 0 && this.behind < 0) this.behind = this.steps.length;
  }

  /** The base case, when the function has been shown to its end. */
  find(): BaseCase | undefined {
    const { results } = this.type;
    if (this.behind < 0 || this.steps.length > MOST_STEPS) return undefined;
    return results.length === 1 && results[0] === ValueType.I32 ? this.follow() : undefined;
  }

  /** Goes with what is known of values from the beginning to where the first condition leads. */
  private follow(): BaseCase | undefined {
    const { steps, type } = this;
    const stack: Value[] = [];
    const locals = new Map<number, Value>();
    let test: Test | undefined;
    let isInBlock = false;
    for (let at = 0; at < steps.length; at++) {
      const { op, x } = steps[at]!;
      switch (op) {
        case Op.local_get:
          stack.push(locals.has(x) ? locals.get(x) : initial(x, type));
          break;
        case Op.local_set:
          locals.set(x, stack.pop());
          break;
        case Op.i32_const:
          stack.push({ base: CONSTANT, offset: x });
          break;
        case Op.i32_add:
          stack.push(added(stack.pop(), stack.pop()));
          break;
        case Op.i32_eqz:
          stack.push(tested(Op.i32_eq, stack.pop(), { base: CONSTANT, offset: 0 }));
          break;
        case Op.block:
          if (test !== undefined || isInBlock || x > 0) return undefined;
          isInBlock = true;
          break;
        case Op.br_if:
        case Op.if: {
          const condition = stack.pop();
          const leads = op === Op.if ? !isInBlock : isInBlock && x === 0;
          if (test !== undefined || !leads || !isTest(condition)) return undefined;
          test = condition;
          if (op === Op.br_if) at = this.behind - 1;
          break;
        }
        case Op.else:
          at = this.behind - 1;
          break;
        case Op.return:
          return answer(test, stack.pop());
        default:
          if (op < Op.i32_eq || op > Op.i32_ge_u) return undefined;
          const constant = stack.pop();
          stack.push(tested(op, stack.pop(), constant));
      }
    }
    return answer(test, stack.pop());
  }
}

function isTest(value: Value): value is Test {
  return value !== undefined && 'comparison' in value;
}

function isSum(value: Value): value is Sum {
  return value !== undefined && 'base' in value;
}

function initial(local: number, { params }: FunctionType): Value {
  if (local >= params.length) return { base: CONSTANT, offset: 0 };
  return params[local] === ValueType.I32 ? { base: local, offset: 0 } : undefined;
}

function added(a: Value, b: Value): Value {
  if (!isSum(a) || !isSum(b) || (a.base !== CONSTANT && b.base !== CONSTANT)) return undefined;
  return { base: Math.max(a.base, b.base), offset: (a.offset + b.offset) | 0 };
}

/** A parameter, as it was, compared with a constant. */
function tested(comparison: Op, x: Value, y: Value): Value {
  if (!isSum(x) || !isSum(y) || x.base === CONSTANT || x.offset !== 0) return undefined;
  return y.base === CONSTANT ? { parameter: x.base, comparison, constant: y.offset } : undefined;
}

function answer(test: Test | undefined, result: Value): BaseCase | undefined {
  return test !== undefined && isSum(result) ? { ...test, result } : undefined;
}
