/** Compiles functions to JavaScript: control flow, calls, and the text as a whole. */
import type { DecodedModule } from '../binary/decoded-module.js';
import { TrapCode } from '../errors/trap-code.js';
import { fuelOf } from '../opcodes/fact.js';
import { Handler } from '../opcodes/handler.js';
import { Op } from '../opcodes/op.js';
import { FunctionType } from '../types/function-type.js';
import { ValueType } from '../types/value-type.js';
import type { Catch, FunctionVisitor, LocalRun } from '../validation/function-visitor.js';
import { call, Effect, integer, leaf, type Variable, ZERO } from './expression.js';
import type { Condition } from './instructions.js';
import type { BlockFacts } from './analysis.js';
import { type FunctionSource, GUARANTEED_SLOTS } from './function-source.js';
import { Calls, isCall, STACK_COST, TAIL, TAILS } from './calls.js';
import { Label, type TryHandler } from './label.js';
import { LocalFacts } from './local-facts.js';
import { LoopGuesses } from './loop-guesses.js';
import { BOARD_EXPRESSIONS, type Linkage } from './linkage.js';
import { effectsOf, zeroOf } from './operands.js';
import { int32 } from './rules/i32.js';
import { counted, firstValues } from './statements.js';
import type { ModuleSurvey } from './survey.js';
import { jumpTable } from './jump-table.js';

/**
 * Slots of a call's frame on XS's stack, beside variables, which take one each, parameters, which take
 * two, and what is used from outside (test/compiler/stack.test.ts).
 */
const FRAME_SLOTS = 7;

/** Slots that each `try` takes for as long as its block runs, and what the first one takes beside. */
const TRY_SLOTS = 3;
const CATCH_SLOTS = 2;

/** Stands for the line that looks whether XS's stack has room, until it is known for what. */
const STACK_CHECK = '\u00b6';

/** Locals that are known to begin as zero: those with an index below. */
const MOST_ZEROS = 64;

/** The variable that holds the store, for fuel. */
const STORE = 'S';

export class FunctionCompiler extends Calls implements FunctionVisitor {
  private readonly labels: Label[] = [];
  private type!: FunctionType;
  private localCount = 0;
  private usesStore = false;
  private nesting = 0;
  /** Blocks around that catch something, and how many there are at most. */
  private tries = 0;
  private tryDepth = 0;
  /** The line that takes the fuel of the current basic block; −1 before its first cost. */
  private fuelLine = -1;
  private fuelAmount = 0;
  private labelCount = 0;
  /** Bodies of blocks that have begun, as the analysis counts them. */
  private partCount = 0;
  /** The line that takes the function's slots of XS's stack; −1 before. */
  private checkLine = -1;
  /** The first pass over a function only gathers facts. */
  private analyzing = false;
  /** Whether the pass is not the last. */
  private repeats = false;
  private readonly guesses = new LoopGuesses();

  /** @param emit is given each function as it is compiled */
  constructor(
    module: DecodedModule,
    globalPlaces: readonly number[],
    survey: ModuleSurvey,
    linkage: Linkage,
    private readonly consumeFuel: boolean,
    private readonly emit: (source: FunctionSource) => void,
  ) {
    super(module, globalPlaces, survey, linkage);
  }

  begin(index: number, type: FunctionType, locals: readonly LocalRun[], localCount: number): void {
    this.analyzing = !this.repeats;
    if (this.analyzing) {
      // Without a call, its fuel would not be taken.
      this.analysis.clear(type, !this.consumeFuel && this.survey.callsItself(index));
      this.guesses.clear();
      this.repeats = true;
      return;
    }
    this.clearOperands();
    this.linkage.forget();
    this.index = index;
    this.type = type;
    this.locals = locals;
    this.localCount = localCount;
    this.labels.length = 0;
    this.labels.push(new Label(Op.block, new FunctionType([], type.results), 0, 0, 0));
    this.partCount = 0;
    this.checkLine = -1;
    this.usesMemory = this.usesGlobals = this.usesStore = false;
    this.callees = new Set();
    this.nesting = 0;
    this.labelCount = 0;
    this.tries = this.tryDepth = 0;
    this.tails = [];
    this.fuelLine = -1;
    this.baseCase = this.analysis.baseCase;
    this.facts = this.initialFacts();
  }

  /** After the first pass come those that compile. */
  again(): boolean {
    return this.repeats;
  }

  /** Locals begin as zero. */
  private initialFacts(): LocalFacts {
    const facts = new LocalFacts();
    for (let run = 0; run < this.locals.length; run++) {
      const { start, type } = this.locals[run]!;
      if (type !== ValueType.I32) continue;
      const end = Math.min(this.locals[run + 1]?.start ?? this.localCount, MOST_ZEROS);
      for (let i = Math.max(start, this.type.params.length); i < end; i++) {
        facts.assign(i, ZERO, undefined);
      }
    }
    return facts;
  }

  private newBlock(): void {
    this.boundary();
    if (this.fuelLine >= 0) {
      this.lines[this.fuelLine] = this.lines[this.fuelLine]!.replaceAll(
        '#',
        String(this.fuelAmount),
      );
    }
    this.fuelLine = -1;
    this.fuelAmount = 0;
  }

  private charge(op: Op): void {
    if (!this.consumeFuel) return;
    const fuel = fuelOf(op);
    if (fuel === 0) return;
    if (this.fuelLine < 0) {
      // What waits to be evaluated belongs to the block before.
      this.before(Effect.Traps | Effect.WritesState);
      this.usesStore = true;
      this.fuelLine = this.lines.length;
      this.write(`if((${STORE}.fuel-=#)<0)this.$fuel(#);`);
    }
    this.fuelAmount += fuel;
  }

  private labelAt(depth: number): Label {
    return this.labels[this.labels.length - 1 - depth]!;
  }

  private isFunction(label: Label): boolean {
    return label === this.labels[0];
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    if (this.analyzing) {
      this.analysis.block(op, type);
      return;
    }
    const facts = this.analysis.blocks[this.labelCount]!;
    if (facts.calls) this.checkStack();
    this.charge(op);
    const taken = op === Op.if ? this.settledCondition() : undefined;
    const height = this.stack.length - type.params.length;
    this.settleAll();
    if (op !== Op.block) for (let i = height; i < this.stack.length; i++) this.settleConstant(i);
    if (op === Op.loop) {
      this.newBlock();
      this.enterLoop(this.labelCount + 1, facts);
    }
    const [when, unless] =
      taken === undefined
        ? ['', '']
        : this.absorb([this.note(taken.when), this.note(taken.unless)]);
    const label = new Label(op, type, height, this.lines.length, ++this.labelCount);
    label.part = ++this.partCount;
    this.labels.push(label);
    if (this.labels.length > this.nesting) this.nesting = this.labels.length;
    if (taken !== undefined) {
      label.when = when!;
      label.unless = unless!;
      this.write(`if(${label.when}){`);
      this.newBlock();
      label.otherwise = this.facts.copy();
      label.otherwise.imply(taken.implications, false);
      this.facts.imply(taken.implications, true);
    } else this.write('');
    // In later rounds a loop's operands are others.
    if (op === Op.loop) this.resume(label, type.params);
  }

  /** The condition on top; what is below is settled, so that it comes before. */
  private settledCondition(): Condition {
    const top = this.stack.length - 1;
    for (let i = 0; i < top; i++) this.settle(i);
    return this.takeCondition();
  }

  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    if (this.analyzing) {
      this.analysis.tryTable(type, catches);
      return;
    }
    this.charge(Op.br);
    const targets = catches.map(({ label }) => this.labelAt(label));
    const { assigned } = this.analysis.blocks[this.labelCount]!;
    this.block(Op.block, type);
    if (catches.length === 0) return;
    // Whatever the block sets may have been set, or not, when something is thrown.
    const facts = this.facts.copy();
    if (assigned === undefined) facts.clear();
    else for (const local of assigned) facts.forget(local);
    for (const target of targets) this.reach(target, facts);
    this.labelAt(0).handler = { catches, targets };
    this.tries++;
    if (this.tries > this.tryDepth) this.tryDepth = this.tries;
    this.write('try{');
  }

  protected override isInsideTry(): boolean {
    return this.tries > 0;
  }

  /** The end of a `try_table`: finds the clause that catches, and goes to its label. */
  private catch({ catches, targets }: TryHandler): void {
    this.tries--;
    const clauses = catches.map(({ kind, tag }) => kind | (tag << 2));
    const found = call('this.$extend', [
      integer(Handler.Caught),
      ZERO,
      leaf('e'),
      leaf(`[${clauses.join(',')}]`),
    ]);
    this.write('}catch(e){');
    this.assign([['k', { ...found, effects: Effect.Calls }], ...this.afterCall()], false);
    catches.forEach((_, i) => {
      const text = this.caught(targets[i]!);
      this.write(i < catches.length - 1 ? `if(k[0]===${i}){${text}}` : text);
    });
    this.write('}');
  }

  /** Statements that take what a label is given from `k`, and go there. */
  private caught(target: Label): string {
    let element = 1;
    const next = (): string => `k[${element++}]`;
    if (this.isFunction(target)) {
      const { results } = this.type;
      const values = results.flatMap((type) =>
        type === ValueType.I64 ? [next(), next()] : [next()],
      );
      return this.returnOf(values);
    }
    let text = '';
    target.operands.forEach((type, i) => {
      const height = target.height + i;
      const names = [this.lowOf(height)];
      if (type === ValueType.I64) names.push(this.highOf(height));
      for (const name of names) {
        this.variables.add(name);
        text += `${name}=${next()};`;
      }
    });
    return text + target.jump();
  }

  else(reachable: boolean): void {
    if (this.analyzing) return this.analysis.else();
    const label = this.labels[this.labels.length - 1]!;
    label.part = ++this.partCount;
    if (reachable) {
      this.leave(label);
      label.meet(this.facts);
    }
    this.newBlock();
    this.facts = label.otherwise;
    label.elseLine = this.lines.length;
    this.write('}else{');
    this.resume(label, label.type.params);
  }

  end(reachable: boolean): void {
    if (this.analyzing) return this.analysis.end();
    const label = this.labels.pop()!;
    if (this.labels.length === 0) {
      if (reachable) this.write(this.returnText());
      this.newBlock();
      this.finish();
      return;
    }
    if (reachable) this.leave(label);
    this.newBlock();
    if (label.handler !== undefined) this.catch(label.handler);
    if (label.op !== Op.loop) {
      if (reachable) label.meet(this.facts);
      if (label.op === Op.if && label.elseLine < 0) label.meet(label.otherwise);
      // Otherwise control never comes there.
      if (label.end !== undefined) this.facts = label.end;
    }
    label.close(this.lines, reachable);
    this.resume(label, label.type.results);
  }

  /** Operands after a label: those of the block, each in its variable. */
  private resume(label: Label, types: readonly ValueType[]): void {
    this.dropTo(label.height);
    for (const type of types) {
      const height = this.stack.length;
      const high = type === ValueType.I64 ? this.ownHigh(height) : undefined;
      this.push(type, this.ownLow(height), high);
    }
  }

  /** A block's code has come to its end: puts its results where the code behind expects them. */
  private leave(label: Label): void {
    const count = label.type.results.length;
    this.before(Effect.Traps, [], this.stack.length - count);
    this.write(this.moves(label, count));
  }

  /** Statements that move operands from the top of the stack to where a label expects them. */
  private moves(label: Label, count: number): string {
    const from = this.stack.length - count;
    const start = this.lines.length;
    // Upwards: an operand reads no variable below its own height.
    for (let i = 0; i < count; i++) {
      const { type, low, high } = this.stack[from + i]!;
      const to = label.height + i;
      this.store(type, { low, high }, this.lowOf(to), this.highOf(to), false);
    }
    return this.lines.splice(start).join('');
  }

  private jump(label: Label): string {
    if (this.isFunction(label)) return this.returnText();
    return this.moves(label, label.operands.length) + label.jump();
  }

  /** Control goes to a label from here, with what is known. */
  private reach(label: Label, facts: LocalFacts): void {
    if (label.op === Op.loop) this.guesses.back(label.number, facts);
    else if (!this.isFunction(label)) label.meet(facts);
  }

  private br(depth: number): void {
    const label = this.labelAt(depth);
    const count = label.operands.length;
    this.before(Effect.Traps, [], this.stack.length - count);
    this.write(this.jump(label));
    this.reach(label, this.facts);
  }

  private brIf(depth: number): void {
    const label = this.labelAt(depth);
    const top = this.stack.length - 1;
    for (let i = top - label.operands.length; i < top; i++) this.settle(i);
    if ((this.stack[top]!.low.effects & Effect.Calls) !== 0) this.settle(top);
    const { when, unless, implications } = this.takeCondition();
    this.before(when.effects | Effect.Traps);
    const texts = this.absorb([this.note(when), this.note(unless)]);
    const [test, opposite] = texts as [string, string];
    const isPlain = !this.isFunction(label) && this.moves(label, label.operands.length) === '';
    if (isPlain && label.op === Op.loop) {
      this.write(label.jumpIf(test, this.lines.length));
    } else if (isPlain && label.op === Op.block) {
      this.write(label.leaveIf(test, opposite, this.lines.length));
    } else {
      const jump = this.jump(label);
      this.write(`if(${test})${/;.*;/.test(jump) ? `{${jump}}` : jump}`);
    }
    if (!this.isFunction(label)) {
      const facts = this.facts.copy();
      facts.imply(implications, true);
      this.reach(label, facts);
    }
    this.facts.imply(implications, false);
    this.newBlock();
  }

  brTable(depths: readonly number[]): void {
    if (this.analyzing) {
      this.analysis.branchTable(depths);
      return;
    }
    this.charge(Op.br_table);
    const label = this.labelAt(depths[depths.length - 1]!);
    const top = this.stack.length - 1;
    for (let i = top - label.operands.length; i < top; i++) this.settle(i);
    this.simplify(top);
    const { low } = this.pop();
    this.before(Effect.Traps);
    const index = int32(low);
    const jumps = depths.map((depth) => this.jump(this.labelAt(depth)));
    for (const line of jumpTable(this.note(index), jumps)) this.write(line);
    for (const other of new Set(depths)) this.reach(this.labelAt(other), this.facts);
    this.newBlock();
  }

  /** `return` of the operands on top. */
  private returnText(): string {
    const { results } = this.type;
    const values = this.stack.slice(this.stack.length - results.length);
    return this.returnOf(this.flatten(values).map((x) => this.note(x)));
  }

  /** @param flat the results, of an i64 the halves */
  private returnOf(flat: readonly string[]): string {
    const { results } = this.type;
    if (results.length === 0) return 'return;';
    if (results.length > 1) return `return[${flat.join(',')}];`;
    return results[0] === ValueType.I64
      ? `this.store.high=${flat[1]};return ${flat[0]};`
      : `return ${flat[0]};`;
  }

  private return(): void {
    const { length } = this.stack;
    const { results } = this.type;
    this.before(Effect.Traps, [], length - results.length);
    this.settleHalves(results.length);
    this.write(this.returnText());
  }

  /** An i64 that is returned needs two statements: what has effects is evaluated before. */
  private settleHalves(count: number): void {
    for (let i = this.stack.length - count; i < this.stack.length; i++) {
      const operand = this.stack[i]!;
      if (operand.high !== undefined && effectsOf(operand) !== 0) this.settle(i);
    }
  }

  duplicate(): void {
    return this.analyzing ? this.analysis.extended() : this.repeatTop();
  }

  extended(handler: Handler, x: number, type: FunctionType): void {
    if (this.analyzing) return this.analysis.extended();
    this.charge(Op.call);
    return this.callHandler(handler, x, type);
  }

  narrow(depth: number): void {
    if (!this.analyzing) this.narrowAddress(depth);
  }

  instruction(op: Op, x: number, y: number): void {
    if (this.analyzing) {
      this.analysis.instruction(op, x, y);
      if (isCall(op)) this.analysis.call();
      return;
    }
    if (isCall(op)) this.checkStack();
    this.charge(op);
    switch (op) {
      case Op.br:
        return this.br(x);
      case Op.br_if:
        return this.brIf(x);
      case Op.return:
        return this.return();
      case Op.unreachable:
        this.before(Effect.Traps);
        return this.write(this.trapText(TrapCode.Unreachable));
      case Op.call:
      case Op.return_call:
        return this.call(op, x);
      case Op.call_indirect:
      case Op.return_call_indirect:
        return this.callIndirect(op, x, y);
      default:
        return this.operation(op, x, y);
    }
  }

  /** Once, before the first call, where all calls come by and no loop does. */
  private checkStack(): void {
    const label = this.labels[this.labels.length - 1]!;
    if (this.checkLine >= 0 || label.part !== this.analysis.checkedPart) return;
    this.checkLine = this.lines.length;
    this.write(STACK_CHECK);
  }

  /** Parameters, their halves apart. */
  private parameters(): Variable[] {
    return this.type.params.flatMap((type, i) =>
      type === ValueType.I64 ? [this.localLow(i), this.localHigh(i)] : [this.localLow(i)],
    );
  }

  /** What a loop's locals hold whenever a round begins. */
  private enterLoop(loop: number, facts: BlockFacts): void {
    const counted = this.knowCounter(facts);
    if (facts.assigned === undefined) {
      this.facts.clear();
      return;
    }
    for (const local of facts.assigned) {
      const range = this.facts.range(local);
      this.facts.forget(local);
      if (this.localType(local) !== ValueType.I32) continue;
      const isCounter = counted !== undefined && facts.counter!.local === local;
      const guess = isCounter ? counted : this.guesses.enter(loop, local, range);
      this.facts.assign(local, guess, undefined);
    }
  }

  private finish(): void {
    this.repeats = this.guesses.settle();
    if (this.repeats) return;
    const { index, tails, tryDepth } = this;
    const nesting = this.nesting + tryDepth + (tails.length > 0 ? 1 : 0);
    const params = this.parameters();
    const lines = this.lines.filter((line) => line !== '');
    const declared = this.declarations(params, firstValues(lines, params));
    if (!this.survey.isLeaf(index)) params.push('d');
    if (tails.length > 0) {
      lines.unshift(`${TAILS}:{`);
      lines.push('}');
      tails.forEach((text, i) => {
        lines.push(i < tails.length - 1 ? `if(${TAIL}===${i + 1})${text}` : text);
      });
    }
    const outside = this.linkage.takeOutside();
    const slots =
      FRAME_SLOTS +
      2 * params.length +
      declared.length +
      this.heldSlots +
      outside +
      (tryDepth > 0 ? CATCH_SLOTS + TRY_SLOTS * tryDepth : 0);
    const deepSlots = Math.max(0, this.expressionSlots - BOARD_EXPRESSIONS.slots);
    if (slots + deepSlots > GUARANTEED_SLOTS && params.includes('d')) {
      if (this.checkLine >= 0) lines.splice(lines.indexOf(STACK_CHECK), 1);
      lines.unshift(STACK_CHECK);
    }
    const head = declared.length === 0 ? '' : `let ${declared.join(',')};\n`;
    const check = `if((d-=${slots})<${deepSlots})${this.trapText(TrapCode.CallStackExhausted)}`;
    const body = counted(lines.join('\n'))
      .replace(STACK_CHECK, check)
      .replaceAll(STACK_COST, String(slots));
    this.emit({
      index,
      text: `(${params.join(',')}){\n${head}${body}\n}`,
      slots: slots + deepSlots,
      callees: this.callees,
      nesting,
    });
  }

  private declarations(
    params: readonly Variable[],
    first: ReadonlyMap<Variable, string>,
  ): string[] {
    const declared: string[] = [];
    if (this.usesMemory) declared.push('M=this.memory.view');
    if (this.usesGlobals) declared.push('G=this.globals');
    if (this.usesStore) declared.push(`${STORE}=this.store`);
    for (const name of this.variables) {
      if (name === 'M' || params.includes(name)) continue;
      const letter = name.charAt(0);
      const value = first.get(name);
      if (value !== undefined) declared.push(`${name}=${value}`);
      else if (letter !== 'x' && letter !== 'y') declared.push(name);
      else {
        const type = this.localType(Number(name.slice(1)));
        declared.push(`${name}=${letter === 'y' ? '0' : zeroOf(type).text}`);
      }
    }
    return declared;
  }
}
