import type { DecodedModule } from '../binary/decoded-module.js';
import { Handler } from '../opcodes/handler.js';
import { Op } from '../opcodes/op.js';
import { FunctionType } from '../types/function-type.js';
import { hooks } from '../hooks.js';
import { ModuleTrait } from '../runtime/module.js';
import { isReference, ValueType } from '../types/value-type.js';
import type { Catch, FunctionVisitor, LocalRun } from '../validation/function-visitor.js';
import { CodeBuffer } from './code-buffer.js';
import { FrameLayout } from './frame-layout.js';
import { Instruction } from './generated/instruction.js';
import { Label, Reach } from './label.js';
import { Branches } from './branches.js';
import type { TryTables } from './try-hook.js';

/**
 * Makes register code of validated instructions. Operands that are locals or constants are named by
 * the instructions that take them, results go straight to the local that is set next, comparisons
 * merge with the branch on them: three or four instructions of the stack machine become one.
 *
 * The code of a module is one array: for each function that is no import, its entry;
 * then for each function, imports first, half a word, the lowest index of a type equal to its own;
 * then the functions. An entry has the slots of the frame in bits 0–7, the return slot in bits 8–15
 * and where the code begins in bits 16–31; or 255 in bits 0–7, and above where a header word is, with
 * the slots in its low half and the return slot in its high one, before the code.
 */
export class Translator extends Branches implements FunctionVisitor {
  /** Where the function begins, with its header if it has one. */
  start = 0;
  /** Where the function's entry is. */
  private entry = 0;
  /** Whether the function needs a header, because its entry does not hold all. */
  private withHeader = false;
  private repeat = false;
  private tries: TryTables | undefined;
  constructor(module: DecodedModule, globalPlaces: readonly number[], consumeFuel: boolean) {
    super(module, globalPlaces, new CodeBuffer(0), consumeFuel);
    this.writeDirectory();
  }

  /** Makes room for the functions' entries, and says what their types are. */
  private writeDirectory(): void {
    const { code, module } = this;
    const { functions, importedFunctions, canonicalTypes } = module;
    for (let i = importedFunctions; i < functions.length; i++) code.push(0);
    for (let i = 0; i < functions.length; i += 2) {
      const second = i + 1 < functions.length ? canonicalTypes[functions[i + 1]!]! : 0;
      code.push(canonicalTypes[functions[i]!]! | (second << 16));
    }
  }

  /** The module's code; to be called after the last function. */
  finish(): Int32Array {
    this.tries?.finish();
    return this.code.finish();
  }

  begin(index: number, type: FunctionType, locals: readonly LocalRun[], localCount: number): void {
    const { code, stack } = this;
    if (this.repeat) code.length = this.start;
    else {
      this.start = code.length;
      this.farBranches.length = 0;
      this.withHeader = this.start > 0xffff;
    }
    this.branchCount = 0;
    const wide = this.repeat && this.needsWide;
    this.needsWide = false;
    this.needsFar = false;
    this.repeat = false;
    this.type = type;
    this.locals = locals;
    stack.height = 0;
    this.labels.length = 0;
    this.labels.push(new Label(Op.block, new FunctionType([], type.results), 0, 0));
    this.layout = new FrameLayout(type.params.length, localCount, type.results.length, wide);
    this.entry = index - this.module.importedFunctions;
    if (this.withHeader) code.push(0);
    this.clearLocals(localCount);
    this.newBlock();
  }

  /** Whether the function must be visited again, because it turned out to be large. */
  again(): boolean {
    return this.repeat;
  }

  /** Locals are zero or null at first. */
  private clearLocals(localCount: number): void {
    const { stack, code, layout, locals } = this;
    const params = this.type.params.length;
    const count = localCount - params;
    if (count === 0) return;
    const first = layout.local(params);
    if (count === 1 && !isReference(this.localType(params))) {
      this.constant(first, this.localType(params), 0, 0);
      return;
    }
    if (count < 256) code.a16(Instruction.zero, count, first);
    else {
      code.a16(Instruction.zero_many, 0, first);
      code.push(count);
    }
    for (let run = 0; run < locals.length; run++) {
      const { start, type } = locals[run]!;
      if (start < params || !isReference(type)) continue;
      const end = run + 1 < locals.length ? locals[run + 1]!.start : localCount;
      stack.traits |= ModuleTrait.HoldsReferences;
      code.a16(Instruction.zero_refs, 0, layout.local(start));
      code.push(end - start);
    }
  }

  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void {
    const { code, stack } = this;
    this.charge(op);
    if (op === Op.if) this.takeCondition();
    const height = stack.height - type.params.length;
    // What is below stays reachable whichever way control goes, so no local may be named any more.
    this.settleFrom(height);
    if (op === Op.loop) this.newBlock();
    const label = new Label(op, type, height, code.length);
    this.labels.push(label);
    if (op === Op.if) {
      label.skip = this.branchIf(true);
      this.newBlock();
    }
  }

  tryTable(type: FunctionType, catches: readonly Catch[]): void {
    this.tries ??= hooks.tryTables!(this);
    this.tries.open(type, catches);
  }

  else(reachable: boolean): void {
    const label = this.labels[this.labels.length - 1]!;
    if (reachable) {
      this.settleFrom(label.height);
      this.branch(label);
    }
    this.newBlock();
    this.patch(label.skip!, this.code.length);
    label.skip = undefined;
    this.resume(label.height, label.type.params);
  }

  end(reachable: boolean): void {
    const label = this.labels.pop()!;
    if (this.labels.length === 0) {
      if (reachable) this.emitReturn();
      this.finishFunction();
      return;
    }
    if (reachable) this.settleFrom(label.height);
    this.newBlock();
    this.tries?.close(label);
    if (label.skip !== undefined) this.patch(label.skip, this.code.length);
    label.patches.forEach((patch) => this.patch(patch, this.code.length));
    this.resume(label.height, label.type.results);
  }

  /** Operands after a label: those of the block, each in its slot. */
  resume(height: number, types: readonly ValueType[]): void {
    this.stack.height = height;
    this.pushAll(types);
  }

  private pushAll(types: readonly ValueType[]): void {
    types.forEach((type) => {
      this.layout.operand(this.stack.height);
      this.stack.push(type);
    });
  }

  private finishFunction(): void {
    const { code, layout } = this;
    this.newBlock();
    this.tries?.finishFunction(this.entry);
    const { size, returnSlot } = layout;
    const needsHeader = !this.withHeader && (size > 254 || returnSlot > 255);
    if (this.withHeader) {
      code.words[this.start] = size | (returnSlot << 16);
      code.words[this.entry] = 0xff | (this.start << 8);
    } else {
      code.words[this.entry] = size | (returnSlot << 8) | (this.start << 16);
    }
    if (this.needsWide || this.needsFar || needsHeader) {
      this.withHeader ||= needsHeader;
      this.repeat = true;
      // A repeated wide frame stays wide, whatever made it repeat.
      this.needsWide = this.needsWide || layout.wide;
    }
  }

  brTable(depths: readonly number[]): void {
    const { code, stack } = this;
    this.charge(Op.br_table);
    stack.height--;
    const index = this.slotOf(stack.height);
    this.settleSeveral(this.labelAt(depths[depths.length - 1]!));
    code.abc(Instruction.br_table, this.source(index, ValueType.I32, 0));
    code.push(depths.length - 1);
    const table = code.length;
    for (let i = 0; i < depths.length; i++) code.push(0);
    /** By depth: where the moves before the jump begin. */
    const stubs = new Map<number, number>();
    for (let i = 0; i < depths.length; i++) {
      const depth = depths[i]!;
      const label = this.labelAt(depth);
      if (!this.isFunction(label) && !this.movesFor(label)) {
        this.aim({ index: table + i, reach: Reach.Absolute, order: -1 }, label);
        continue;
      }
      let stub = stubs.get(depth);
      if (stub === undefined) {
        stub = code.length;
        stubs.set(depth, stub);
        this.branchTo(label);
      }
      code.words[table + i] = stub;
    }
    this.newBlock();
  }

  private call(op: Op, functionIndex: number): void {
    const { code, module } = this;
    const type = module.types[module.functions[functionIndex]!]!;
    const slot = this.settleArguments(type);
    if (op === Op.return_call) {
      code.a16(Instruction.return_call, 0, slot);
      code.push(functionIndex);
      code.push((this.layout.returnSlot << 16) | type.params.length);
      return;
    }
    if (slot < 256 && functionIndex < 65536) {
      const own = functionIndex - module.importedFunctions;
      if (own < 0) code.a16(Instruction.call_import, slot, functionIndex);
      else code.a16(Instruction.call, slot, own);
    } else {
      code.a16(Instruction.call_far, 0, slot);
      code.push(functionIndex);
    }
    this.pushAll(type.results);
  }

  private callIndirect(op: Op, typeIndex: number, table: number): void {
    const { code, module, stack } = this;
    const type = module.types[typeIndex]!;
    // The function itself lies behind the arguments, where no field need reach it.
    if (table < 0) this.settle(stack.height - 1);
    stack.height--;
    const element = table < 0 ? 0 : this.slotOf(stack.height);
    const slot = this.settleArguments(type);
    const field = this.source(element, ValueType.I32, 0);
    const tail = op === Op.return_call_indirect;
    code.a16(tail ? Instruction.return_call_indirect : Instruction.call_indirect, field, slot);
    code.push(module.canonicalTypes[typeIndex]!);
    code.push(table < 0 ? table - type.params.length : table);
    if (tail) code.push((this.layout.returnSlot << 16) | type.params.length);
    else this.pushAll(type.results);
  }

  /** Puts a call's arguments side by side; returns the first one's slot. */
  private settleArguments(type: FunctionType): number {
    const height = this.stack.height - type.params.length;
    for (let i = height; i < this.stack.height; i++) this.settle(i);
    this.stack.height = height;
    return this.layout.operand(height);
  }

  duplicate(): void {
    const { stack } = this;
    const { height } = stack;
    this.copy(height - 1, this.layout.operand(height));
    stack.push(stack.types[height - 1]!);
  }

  extended(handler: Handler, x: number, type: FunctionType): void {
    if (handler >= Handler.ArrayNewData) this.stack.traits |= ModuleTrait.NamesSegments;
    this.charge(Op.call);
    this.callBulk(handler, type.params.length, x, hooks.signatureOf!(type));
    this.pushAll(type.results);
  }

  instruction(op: Op, x: number, y: number): void {
    this.charge(op);
    switch (op) {
      case Op.br:
        this.branchTo(this.labelAt(x));
        break;
      case Op.br_if:
        this.branchToIf(this.labelAt(x));
        break;
      case Op.return:
        this.emitReturn();
        break;
      case Op.unreachable:
        this.code.push(Instruction.unreachable);
        break;
      case Op.call:
      case Op.return_call:
        this.call(op, x);
        break;
      case Op.call_indirect:
      case Op.return_call_indirect:
        this.callIndirect(op, x, y);
        break;
      default:
        this.operation(op, x, y);
    }
  }
}
