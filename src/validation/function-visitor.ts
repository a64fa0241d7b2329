import type { Handler } from '../opcodes/handler.js';
import type { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';

/**
 * Locals of one type that stand together: the local indices from `start` on, up to the next run.
 * Runs and not one entry a local, because three bytes can declare 50,000 locals.
 */
export interface LocalRun {
  readonly start: number;
  readonly type: ValueType;
}

/** https://webassembly.github.io/spec/core/binary/instructions.html#binary-catch */
export const enum CatchKind {
  One = 0,
  OneRef = 1,
  All = 2,
  AllRef = 3,
}

/** Whether a clause catches exceptions of one tag only. */
export function hasTag(kind: CatchKind): boolean {
  return kind <= CatchKind.OneRef;
}

/** Whether the exception itself is given to the label, behind what it holds. */
export function givesReference(kind: CatchKind): boolean {
  return (kind & 1) !== 0;
}

/** A clause of `try_table`. */
export interface Catch {
  readonly kind: CatchKind;
  /** Index of the tag; 0 where any is caught. */
  readonly tag: number;
  /** Depth of the label. */
  readonly label: number;
}

/**
 * What makes code of validated instructions. The validator calls it for each instruction after it
 * has checked it, in the order of the bytes, in one pass: a translator keeps a stack of its own
 * beside the validator's. After an instruction that does not fall through (`br`, `br_table`,
 * `return`, `unreachable`, tail calls) everything up to the matching `else` or `end` is validated
 * but not visited, blocks inside it included.
 */
export interface FunctionVisitor {
  /**
   * A body begins.
   * @param index in the function index space, imports counted
   * @param locals runs in order, the parameters' first; `localCount` of them in all
   */
  begin(
    index: number,
    type: FunctionType,
    locals: readonly LocalRun[],
    localCount: number,
    bodySizeBytes: number,
  ): void;
  /**
   * Asked when a body was visited to its end: whether it is to be visited once more, from `begin`
   * on, because it turned out to need another kind of code.
   */
  again(): boolean;
  /** `block`, `loop` or `if`; the operands (and the condition of `if`) are still on the stack. */
  block(op: Op.block | Op.loop | Op.if, type: FunctionType): void;
  /**
   * `try_table`: a block, whose end follows; the operands are still on the stack.
   * @param catches in the order in which they are tried; labels do not count the block itself
   */
  tryTable(type: FunctionType, catches: readonly Catch[]): void;
  /** `else`; `reachable` says whether the end of the first branch is reached. */
  else(reachable: boolean): void;
  /**
   * `end` of a block that was visited, the function's own included.
   * @param reachable whether the instruction before it falls through to it
   */
  end(reachable: boolean): void;
  /** `br_table`: labels as depths, the default last. */
  brTable(labels: readonly number[]): void;
  /**
   * The next instruction takes an i64 as an address or a length: it becomes an i32, its low half
   * or, where the high half is not zero, −1, which is beyond the end of every memory and table.
   * @param depth of the operand, 0 on top
   */
  narrow(depth: number): void;
  /**
   * Any other instruction. `x` and `y` are its immediates, in the binary's order:
   * label, local, global, function, table, memory or segment index in `x`, a second index in `y`;
   * a memory access has its offset in `x` and its memory in `y` (alignment is a hint and left out; an
   * offset of more than 32 bits is 2^32 − 1, with which no address is in bounds);
   * `i32.const` its value in `x` (signed), `f32.const` its bits in `x` (signed), `i64.const` and
   * `f64.const` the low half in `x` and the high in `y` (both signed);
   * `call_indirect` and `return_call_indirect` the type index in `x` and the table in `y`, −1 where the
   * function itself is on top;
   * `memory.init` and `table.init` the segment in `x` and the memory or table in `y`;
   * `memory.copy` and `table.copy` the destination in `x` and the source in `y`;
   * typed `select` and `ref.null` a `ValueType` in `x`.
   * Offsets above 2^31 are given as unsigned numbers.
   */
  instruction(op: Op, x: number, y: number): void;
  /** The operand on top, a reference, is there twice from now on. */
  duplicate(): void;
  /**
   * An instruction of an extension: at run time its handler is called with the operands.
   * @param handler a number of `Handler`
   * @param x what the handler is given beside the operands
   * @param type its operands, six at most or those of a type of the module, and its results, four at most
   */
  extended(handler: Handler, x: number, type: FunctionType): void;
}
