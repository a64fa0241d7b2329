import type { DecodedModule } from '../../binary/decoded-module.js';
import type { Reader } from '../../binary/reader.js';
import type { Handler } from '../../opcodes/handler.js';
import { Op } from '../../opcodes/op.js';
import type { FunctionType } from '../../types/function-type.js';
import type { Catch, FunctionVisitor, LocalRun } from '../../validation/function-visitor.js';
import { arityOf } from '../../validation/arity.js';
import { type Ends, Origins } from './origins.js';
import { Change, type Watch } from './watch.js';

/** Elements before the end at which an instruction may still change something. */
const WINDOW = 4;

/** For each element of a function's code, where the instructions end that caused it. */
export interface FunctionTrace {
  /** The function's first element. */
  readonly start: number;
  readonly ends: readonly Ends[];
}

/**
 * Stands between the validator and a visitor that makes code, and notes which instructions caused
 * what: the one that was shown when the code grew, those whose operands it took and that had left no
 * code themselves, and those whose code it changed or replaced.
 */
export class Trace<T> implements FunctionVisitor {
  /** By function index. */
  readonly functions = new Map<number, FunctionTrace>();
  private readonly origins = new Origins();
  private ends: Ends[] = [];
  private start = 0;
  private index = 0;
  private repeated = false;
  /** The code's length, and its last elements, before the instruction. */
  private length = 0;
  private readonly last: T[] = [];
  /** Operands that wait in each open block: see `else` and `end`. */
  private readonly types: FunctionType[] = [];

  constructor(
    private readonly inner: FunctionVisitor,
    private readonly watch: Watch<T>,
    private readonly module: DecodedModule,
    private readonly reader: Reader,
  ) {}

  begin(
    index: number,
    type: FunctionType,
    locals: readonly LocalRun[],
    localCount: number,
    bodySizeBytes: number,
  ): void {
    if (!this.repeated) this.start = this.watch.start();
    this.index = index;
    this.ends = [];
    this.origins.clear();
    this.types.length = 0;
    this.types.push(type);
    this.length = this.start;
    this.inner.begin(index, type, locals, localCount, bodySizeBytes);
    this.note(() => []);
  }

  again(): boolean {
    this.repeated = this.inner.again();
    if (!this.repeated) this.functions.set(this.index, { start: this.start, ends: this.ends });
    return this.repeated;
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    this.remember();
    this.inner.block(op, type);
    const condition = op === Op.if ? this.origins.take(1) : [];
    this.note(() => [...condition, ...this.origins.peek()]);
    this.origins.open(type.params.length);
    this.types.push(type);
  }

  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    this.remember();
    this.inner.tryTable(type, catches);
    this.note(() => this.origins.peek());
    this.origins.open(type.params.length);
    this.types.push(type);
  }

  else(reachable: boolean): void {
    this.remember();
    this.inner.else(reachable);
    this.note(() => (reachable ? this.origins.peek() : []));
    this.origins.restart(this.types[this.types.length - 1]!.params.length);
  }

  end(reachable: boolean): void {
    this.remember();
    this.inner.end(reachable);
    this.note(() => (reachable ? this.origins.peek() : []));
    this.origins.close(this.types.pop()!.results.length);
  }

  brTable(labels: readonly number[]): void {
    this.remember();
    this.inner.brTable(labels);
    const selector = this.origins.take(1);
    this.note(() => [...selector, ...this.origins.peek()]);
  }

  duplicate(): void {
    this.remember();
    this.inner.duplicate();
    this.noteTaken(0, 1, false);
  }

  extended(handler: Handler, x: number, type: FunctionType): void {
    this.remember();
    this.inner.extended(handler, x, type);
    this.noteTaken(type.params.length, type.results.length, false);
  }

  narrow(depth: number): void {
    this.remember();
    this.inner.narrow(depth);
    this.note(() => []);
  }

  instruction(op: Op, x: number, y: number): void {
    this.remember();
    this.inner.instruction(op, x, y);
    const { takes, gives } = arityOf(op, x, this.module);
    this.noteTaken(takes, gives, op === Op.br || op === Op.br_if || op === Op.return);
  }

  /** @param leaves whether the operands below go along */
  private noteTaken(takes: number, gives: number, leaves: boolean): void {
    const taken = this.origins.take(takes);
    const noted = this.note(() => (leaves ? [...taken, ...this.origins.peek()] : taken));
    if (noted) taken.length = 0;
    else taken.push(this.reader.position);
    this.origins.give(gives, taken);
  }

  /** Keeps what an instruction may change. */
  private remember(): void {
    const { watch, last } = this;
    this.length = watch.length;
    const from = Math.max(this.start, this.length - WINDOW);
    last.length = 0;
    for (let i = from; i < this.length; i++) last.push(watch.at(i));
  }

  /**
   * Links what the instruction changed and added to it.
   * @param others the other instructions that it is made of
   * @returns whether there was anything
   */
  private note(others: () => Ends): boolean {
    const { watch, last, start, reader } = this;
    const from = this.length - last.length;
    const touched: number[] = [];
    let grown = Math.min(this.length, watch.length);
    const replaced: Ends = [];
    for (let i = from; i < this.length; i++) {
      const change =
        i < watch.length ? watch.compare(last[i - from]!, watch.at(i)) : Change.Replaced;
      if (change === Change.Touched) touched.push(i);
      if (change !== Change.Replaced) continue;
      replaced.push(...this.ends[i - start]!);
      grown = Math.min(grown, i);
    }
    last.length = 0;
    const noted = touched.length > 0 || watch.length > grown;
    if (!noted) return false;
    const ends = sorted([...others(), ...replaced, reader.position]);
    for (const i of touched) this.ends[i - start] = sorted(this.ends[i - start]!.concat(ends));
    this.ends.length = grown - start;
    for (let i = grown; i < watch.length; i++) this.ends.push(ends);
    return true;
  }
}

function sorted(ends: Ends): Ends {
  // They are in order already but where code was replaced.
  if (ends.every((end, i) => i === 0 || end > ends[i - 1]!)) return ends;
  return [...new Set(ends)].sort((a, b) => a - b);
}
