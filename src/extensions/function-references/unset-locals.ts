import { at } from '../../errors/compile-errors.js';
import type { FunctionValidator, UnsetLocals } from '../../validation/function-validator.js';

/** Locals without a first value that were set, and the depths of the blocks in which they were. */
class SetLocals implements UnsetLocals {
  private readonly set = new Set<number>();
  private readonly order: number[] = [];
  private readonly depths: number[] = [];

  has(index: number): boolean {
    return this.set.has(index);
  }

  add(index: number, depth: number): void {
    this.set.add(index);
    this.order.push(index);
    this.depths.push(depth);
  }

  leave(depth: number): void {
    const { set, order, depths } = this;
    while (depths.length > 0 && depths[depths.length - 1]! >= depth) {
      depths.pop();
      set.delete(order.pop()!);
    }
  }
}

/**
 * A local that is read must have been set, unless it is a parameter.
 * https://webassembly.github.io/spec/core/valid/instructions.html#valid-local-get
 */
export function useLocal(validator: FunctionValidator, index: number, isSet: boolean): void {
  const { control, operands } = validator;
  const locals = (validator.unset ??= new SetLocals()) as SetLocals;
  if (index < validator.params || locals.has(index)) return;
  if (!isSet) throw at(`uninitialized local ${index}`, operands.offset);
  locals.add(index, control.depth);
}
