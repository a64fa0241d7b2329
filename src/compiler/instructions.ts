/** Compiles the instructions that do not change the flow of control. */
import { factOf, operandOf, resultOf } from '../opcodes/fact.js';
import { Op } from '../opcodes/op.js';
import { ValueType } from '../types/value-type.js';
import {
  at,
  binary,
  call,
  combine,
  Effect,
  type Expression,
  type Implication,
  integer,
  Known,
  leaf,
  Precedence,
  type Variable,
  ZERO,
} from './expression.js';
import { effectsOf } from './operands.js';
import type { Pair } from './pair.js';
import {
  binaryFloat,
  compareFloat,
  convert32,
  convert64,
  doubleKind,
  exact,
  rounded,
  settled,
  truncate32,
  truncate64,
  unaryFloat,
} from './rules/float.js';
import {
  binary32,
  condition,
  implications,
  int32,
  isZero,
  needsSimple32,
  unary32,
} from './rules/i32.js';
import {
  binary64,
  compare64,
  extended,
  helped,
  isZero64,
  needsSimple64,
  unary64,
} from './rules/i64.js';
import { Accesses } from './accesses.js';
import { MEMORY } from './accesses.js';

export interface Condition {
  readonly when: Expression;
  readonly unless: Expression;
  readonly implications: readonly Implication[];
}

/** What an instruction does though its result is not used. */
const NOT_OPTIONAL = Effect.Traps | Effect.OutOfBounds | Effect.Calls;

export class Instructions extends Accesses {
  private select(): void {
    const height = this.stack.length - 3;
    for (let i = height; i < height + 2; i++) {
      // Both are evaluated by the instruction, one by the expression.
      if ((effectsOf(this.stack[i]!) & NOT_OPTIONAL) !== 0) this.settle(i);
    }
    if (this.stack[height]!.high !== undefined) this.simplify(height + 2);
    else if ((this.stack[height + 2]!.low.effects & Effect.Calls) !== 0) this.simplify(height + 2);
    const [a, b, c] = this.popFrom(height) as [
      (typeof this.stack)[0],
      (typeof this.stack)[0],
      (typeof this.stack)[0],
    ];
    const test = condition(c.low);
    const choose = (x: Expression, y: Expression): Expression => {
      const text =
        `${at(test, Precedence.Conditional + 1)}?${at(x, Precedence.Conditional)}` +
        `:${at(y, Precedence.Conditional)}`;
      return combine(text, Precedence.Conditional, [test, x, y], {
        known: ((x.known | y.known) & Known.IntegerKind) | (x.known & y.known & Known.Quiet),
        least: Math.min(x.least, y.least),
        most: Math.max(x.most, y.most),
      });
    };
    const value = (x: Expression): Expression =>
      a.type === ValueType.I32
        ? int32(x)
        : a.type === ValueType.F32
          ? exact(rounded(x, this.linkage))
          : x;
    this.push(
      a.type,
      choose(value(a.low), value(b.low)),
      a.high === undefined ? undefined : choose(a.high, b.high!),
    );
  }

  private drop(): void {
    const operand = this.pop();
    const effects = effectsOf(operand);
    if ((effects & NOT_OPTIONAL) === 0) return;
    this.before(effects);
    const high = operand.high === undefined ? '' : `${this.note(operand.high)};`;
    this.write(`${this.note(operand.low)};${high}`);
  }

  private table(op: Op, table: number): void {
    const text = `this.tables[${table}]`;
    switch (op) {
      case Op.table_get: {
        const { low } = this.pop();
        const index = binary('>>>', Precedence.Shift, int32(low), ZERO);
        const effects = Effect.ReadsState | Effect.Traps;
        this.push(this.module.tables[table]!.element, call(`${text}.at`, [index], { effects }));
        break;
      }
      case Op.table_set: {
        const [index, value] = this.popFrom(this.stack.length - 2);
        const place = binary('>>>', Precedence.Shift, int32(index!.low), ZERO);
        const statement = call(`${text}.put`, [place, value!.low]);
        this.before(effectsOf(index!) | effectsOf(value!) | Effect.WritesState | Effect.Traps);
        this.write(`${this.note(statement)};`);
        break;
      }
      default:
        this.push(ValueType.I32, leaf(`${text}.size`, Effect.ReadsState, Known.Nothing, 4));
    }
  }

  /**
   * Instructions on ranges, and growth: a function of the runtime does them.
   * @param count operands
   */
  private bulk(op: Op, count: number, x: number, y: number): void {
    const operands = this.popFrom(this.stack.length - count);
    const values = operands.map(({ type, low }) => (type === ValueType.I32 ? int32(low) : low));
    const statement = call('this.$bulk', [integer(op), integer(x), integer(y), ...values]);
    const effects = operands.reduce((all, operand) => all | effectsOf(operand), 0);
    const hasResult = op === Op.memory_grow || op === Op.table_grow;
    if (hasResult) {
      this.pushDefinition(
        ValueType.I32,
        (l) => [[l, statement], ...this.afterCall()],
        effects | Effect.Calls,
      );
      return;
    }
    this.before(effects | Effect.Calls);
    this.write(`${this.note(statement)};`);
  }

  /** What must be read anew after something that may have made the memory grow. */
  protected afterCall(): [Variable, Expression][] {
    if (!this.survey.memoryMayGrow || !this.analysis.usesMemory) return [];
    this.usesMemory = true;
    return [[MEMORY, leaf('this.memory.view', Effect.None, Known.Nothing, 3)]];
  }

  /** Instructions on numbers only, whose operands the opcode table tells. */
  private numericInstruction(op: Op): void {
    const fact = factOf(op);
    const type = operandOf(fact, 0) as ValueType;
    const result = resultOf(fact) as ValueType;
    const hasTwo = operandOf(fact, 1) !== 0;
    const height = this.stack.length - (hasTwo ? 2 : 1);
    if (type === ValueType.I64 ? needsSimple64(op) : needsSimple32(op)) {
      for (let i = height; i < this.stack.length; i++) this.simplify(i);
    }
    const [a, b] = this.popFrom(height) as [(typeof this.stack)[0], (typeof this.stack)[0]];
    const { linkage } = this;
    if (type === ValueType.I64) {
      return this.numeric64(op, result, a as unknown as Pair, b as unknown as Pair);
    } else if (type === ValueType.I32) {
      if (result === ValueType.I32) {
        const made = hasTwo ? binary32(op, a.low, b.low, linkage) : unary32(op, a.low, linkage);
        return this.push(result, made);
      } else return this.fromI32(op, result, a.low);
    } else return this.numericFloat(op, result, a.low, hasTwo ? b.low : undefined);
  }

  private fromI32(op: Op, result: ValueType, x: Expression): void {
    switch (op) {
      case Op.i64_extend_i32_s:
        return this.pushResult(extended(x), x.effects);
      case Op.i64_extend_i32_u:
        return this.push(result, int32(x), ZERO);
      case Op.f32_reinterpret_i32:
        return this.push(result, call(this.linkage.helper('carryF32'), [int32(x)]));
      default:
        return this.push(result, convert32(op, x));
    }
  }

  private numeric64(op: Op, result: ValueType, a: Pair, b: Pair): void {
    const { linkage } = this;
    const effects = op >= Op.i64_div_s && op <= Op.i64_rem_u ? Effect.Traps : Effect.None;
    switch (op) {
      case Op.i64_eqz:
        return this.push(result, isZero64(a, linkage));
      case Op.i32_wrap_i64:
        // The high half of a load may trap where the low half does not.
        if (a.high.effects === 0) return this.push(result, a.low);
        else
          this.pushDefinition(
            result,
            (l) => [
              ['k', a.high],
              [l, a.low],
            ],
            a.high.effects,
          );
        return;
      case Op.f64_reinterpret_i64:
        return this.push(result, call(linkage.helper('f64OfBits'), [a.low, a.high]));
    }
    if (result === ValueType.I32) return this.push(result, compare64(op, a, b, linkage));
    else if (result !== ValueType.I64) return this.push(result, convert64(op, a, linkage));
    else if (b === undefined) return this.pushResult(unary64(op, a, linkage), effects);
    else return this.pushResult(binary64(op, a, b, linkage), effects);
  }

  private numericFloat(op: Op, result: ValueType, x: Expression, y: Expression | undefined): void {
    const { linkage } = this;
    const effects = x.effects;
    if (result === ValueType.I32) {
      if (op === Op.i32_reinterpret_f32) {
        return this.push(result, this.bitsOfF32(x));
      } else if (y !== undefined) return this.push(result, compareFloat(op, x, y, linkage));
      else return this.push(result, truncate32(op, x, linkage));
    } else if (result === ValueType.I64) {
      const made =
        op === Op.i64_reinterpret_f64
          ? helped('bitsOfF64', [x], linkage)
          : truncate64(op, x, linkage);
      return this.pushDefinition(result, made, effects | (op < 0x100 ? Effect.Traps : Effect.None));
    } else if (op === Op.f32_demote_f64) {
      return this.push(result, { ...x, known: x.known | Known.Unrounded | Known.Quiet });
    } else if (op === Op.f64_promote_f32) {
      // What has been converted is no signalling NaN.
      return this.push(result, { ...rounded(x, linkage), exact: undefined, bits: undefined });
    } else if (y === undefined) return this.push(result, unaryFloat(op, x, linkage));
    else return this.push(result, binaryFloat(op, x, y, linkage));
  }

  /** Any instruction but calls and those that change the flow of control. */
  protected operation(op: Op, x: number, y: number): void {
    switch (op) {
      case Op.nop:
        return;
      case Op.drop:
        return this.drop();
      case Op.select:
      case Op.select_t:
        return this.select();
      case Op.local_get:
        return this.getLocal(x);
      case Op.local_set:
        return this.setLocal(x);
      case Op.local_tee:
        this.setLocal(x);
        return this.getLocal(x);
      case Op.global_get:
        return this.getGlobal(x);
      case Op.global_set:
        return this.setGlobal(x);
      case Op.table_get:
      case Op.table_set:
      case Op.table_size:
        return this.table(op, x);
      case Op.memory_size:
        return this.memorySize(x);
      case Op.memory_grow:
        return this.bulk(op, 1, x, 0);
      case Op.memory_init:
      case Op.memory_copy:
      case Op.memory_fill:
      case Op.table_init:
      case Op.table_copy:
      case Op.table_fill:
        return this.bulk(op, 3, x, y);
      case Op.table_grow:
        return this.bulk(op, 2, x, y);
      case Op.data_drop:
      case Op.elem_drop:
        return this.bulk(op, 0, x, y);
      case Op.i32_const:
      case Op.i64_const:
      case Op.f32_const:
      case Op.f64_const:
        return this.constant(op, x, y);
      case Op.ref_null:
        return this.push(x as ValueType, leaf('null'));
      case Op.ref_is_null: {
        const { low } = this.pop();
        const known = Known.Boolean;
        return this.push(
          ValueType.I32,
          binary('===', Precedence.Equality, low, leaf('null'), { known }),
        );
      }
      case Op.ref_func:
        return this.push(
          ValueType.FuncRef,
          call('this.functionAt', [integer(x)], { effects: Effect.ReadsState }),
        );
    }
    if (op >= Op.i32_load && op <= Op.i64_load32_u) return this.load(op, x, y);
    else if (op >= Op.i32_store && op <= Op.i64_store32) return this.storeMemory(op, x, y);
    else return this.numericInstruction(op);
  }

  private memorySize(memory: number): void {
    const size = leaf(`this.memoryAt(${memory}).size`, Effect.ReadsState, Known.Nothing, 10);
    this.push(ValueType.I32, { ...size, least: 0, most: 0xffffffff });
  }

  /** The condition on top of the stack, taken: as it is and negated. */
  protected takeCondition(): Condition {
    const { low } = this.pop();
    return {
      when: condition(low),
      unless: condition(isZero(low)),
      implications: implications(low),
    };
  }

  /** A float as a parameter or result: rounded, of double kind. */
  protected passed(type: ValueType, x: Expression): Expression {
    if (type === ValueType.I32) return int32(x);
    if (type === ValueType.F32) return settled(x, this.linkage);
    return type === ValueType.F64 ? doubleKind(x) : x;
  }
}
