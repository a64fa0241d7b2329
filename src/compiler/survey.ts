/** What the code of one function needs to know of the others. */
import type { DecodedModule } from '../binary/decoded-module.js';
import { readExports } from '../binary/export-section.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { Handler } from '../opcodes/handler.js';
import { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import { type FunctionSource, GUARANTEED_SLOTS } from './function-source.js';
import { ExternKind } from '../types/extern-kind.js';
import type { Catch, FunctionVisitor, LocalRun } from '../validation/function-visitor.js';

const enum Fact {
  /** Calls nothing, and needs no more stack than every call finds. */
  Leaf = 1,
  /** Calls something else in tail position. */
  TailCalls = 2,
  /** Calls itself, not in tail position. */
  CallsItself = 4,
}

/** What a pass over all functions finds, a byte each. */
export interface ModuleSurvey {
  /** Whether an instance's first memory can have another buffer after a call. */
  readonly memoryMayGrow: boolean;
  isLeaf(index: number): boolean;
  hasTailCalls(index: number): boolean;
  callsItself(index: number): boolean;
}

/**
 * Looks at every function before any is compiled; a visitor that passes what it is shown on to
 * another, if there is one.
 */
export class Survey implements FunctionVisitor, ModuleSurvey {
  memoryMayGrow: boolean;
  private readonly facts: Uint8Array;
  private readonly first: number;
  private function = 0;

  constructor(
    module: DecodedModule,
    private next: FunctionVisitor | undefined,
    /** Whether functions that call nothing need not be told what is left of XS's stack. */
    private readonly trustsLeaves = false,
  ) {
    this.first = module.importedFunctions;
    this.facts = new Uint8Array(module.functions.length - this.first);
    const memory = module.memories[0];
    this.memoryMayGrow =
      memory !== undefined && (memory.maximum !== memory.minimum || isShared(module));
  }

  /** Lets go of the visitor: what was found is kept for as long as the module. */
  finish(): void {
    this.next = undefined;
  }

  isLeaf(index: number): boolean {
    return this.trustsLeaves && (this.factsOf(index) & Fact.Leaf) !== 0;
  }

  /**
   * Has functions told what is left of the stack that turned out to take more of it than every call finds;
   * returns whether there are such, so that the module must be compiled anew.
   */
  tellLarge(sources: readonly FunctionSource[]): boolean {
    const large = sources.filter(
      ({ index, slots }) => slots > GUARANTEED_SLOTS && this.isLeaf(index),
    );
    for (const { index } of large) this.facts[index - this.first]! &= ~Fact.Leaf;
    return large.length > 0;
  }

  hasTailCalls(index: number): boolean {
    return (this.factsOf(index) & Fact.TailCalls) !== 0;
  }

  callsItself(index: number): boolean {
    return (this.factsOf(index) & Fact.CallsItself) !== 0;
  }

  private factsOf(index: number): number {
    return index < this.first ? 0 : this.facts[index - this.first]!;
  }

  begin(
    index: number,
    type: FunctionType,
    locals: readonly LocalRun[],
    localCount: number,
    bodySizeBytes: number,
  ): void {
    this.function = index - this.first;
    this.facts[this.function] = Fact.Leaf;
    this.next?.begin(index, type, locals, localCount, bodySizeBytes);
  }

  again(): boolean {
    return this.next?.again() ?? false;
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    this.next?.block(op, type);
  }

  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    this.next?.tryTable(type, catches);
  }

  else(reachable: boolean): void {
    this.next?.else(reachable);
  }

  end(reachable: boolean): void {
    this.next?.end(reachable);
  }

  brTable(labels: readonly number[]): void {
    this.next?.brTable(labels);
  }

  duplicate(): void {
    this.next?.duplicate();
  }

  extended(handler: Handler, x: number, type: FunctionType): void {
    if (handler === Handler.MemoryGrow64) this.memoryMayGrow = true;
    this.next?.extended(handler, x, type);
  }

  narrow(depth: number): void {
    this.next?.narrow(depth);
  }

  instruction(op: Op, x: number, y: number): void {
    switch (op) {
      case Op.return_call:
      case Op.return_call_indirect:
        this.facts[this.function]! |= Fact.TailCalls;
        this.facts[this.function]! &= ~Fact.Leaf;
        break;
      case Op.call:
        if (x === this.first + this.function) this.facts[this.function]! |= Fact.CallsItself;
        this.facts[this.function]! &= ~Fact.Leaf;
        break;
      case Op.call_indirect:
        this.facts[this.function]! &= ~Fact.Leaf;
        break;
      case Op.memory_grow:
        this.memoryMayGrow = true;
    }
    this.next?.instruction(op, x, y);
  }
}

/** Whether others can make the first memory grow: even by nothing, which gives it another buffer. */
function isShared({ importedMemories, bytes, sectionStart }: DecodedModule): boolean {
  const start = sectionStart[SectionId.Export]!;
  if (importedMemories > 0 || start === 0) return importedMemories > 0;
  const exports = readExports(new Reader(bytes, start));
  return exports.some(({ kind, index }) => kind === ExternKind.Memory && index === 0);
}
