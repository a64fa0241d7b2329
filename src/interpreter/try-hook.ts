/** How `try_table` gets into a program: one that does not import exceptions need not translate it. */
import type { Op } from '../opcodes/op.js';
import type { FunctionType } from '../types/function-type.js';
import type { ValueType } from '../types/value-type.js';
import type { Catch } from '../validation/function-visitor.js';
import type { CodeBuffer } from './code-buffer.js';
import type { FrameLayout } from './frame-layout.js';
import type { Label } from './label.js';
import type { OperandStack } from './operand-stack.js';

/** What of the translator makes tables of a module's `try_table`. */
export interface TryHost {
  readonly code: CodeBuffer;
  readonly stack: OperandStack;
  readonly layout: FrameLayout;
  /** The function's. */
  readonly type: FunctionType;
  /** Where the function's code begins, its header included. */
  readonly start: number;
  charge(op: Op): void;
  block(op: Op.block, type: FunctionType): void;
  labelAt(depth: number): Label;
  isFunction(label: Label): boolean;
  resume(height: number, types: readonly ValueType[]): void;
  emitReturn(): void;
}

/** Keeps which code is inside of which `try_table`: see try-tables.ts. */
export interface TryTables {
  /** As `FunctionVisitor.tryTable`. */
  open(type: FunctionType, catches: readonly Catch[]): void;
  /** A block ends at the code's end, whatever it is. */
  close(label: Label): void;
  /** A function ends, by its index less the imports'. */
  finishFunction(own: number): void;
  /** The module ends. */
  finish(): void;
}
