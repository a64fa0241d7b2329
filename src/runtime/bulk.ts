/**
 * Instructions that work on ranges of memories and tables, growth, and a table's size, which is rare.
 * https://webassembly.github.io/spec/core/exec/instructions.html#memory-instructions
 */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { Op } from '../opcodes/op.js';
import type { Instance } from './instance.js';
import type { Memory } from './memory.js';
import { copyData, copyElements, dropData, dropElements } from './segment.js';

/**
 * @param x,y the immediates, as `FunctionVisitor.instruction` has them
 * @param a,b,c the operands: int32, or for `table.grow` and `table.fill` a reference in its place,
 *   which may be undefined
 * @returns the result of `memory.grow`, `table.grow` and `table.size`
 * @throws RuntimeError out of bounds access, all fuel consumed; nothing has changed then
 */
export function bulk(
  instance: Instance,
  op: Op,
  x: number,
  y: number,
  a?: any,
  b?: any,
  c?: any,
): number {
  const count: number = c >>> 0;
  switch (op) {
    case Op.memory_grow:
      return instance.memoryAt(x).tryGrow(a >>> 0);
    case Op.memory_fill:
      charge(instance, count);
      range(instance.memoryAt(x), a >>> 0, count).fill(b & 0xff);
      break;
    case Op.memory_copy: {
      charge(instance, count);
      const source = range(instance.memoryAt(y), b >>> 0, count);
      range(instance.memoryAt(x), a >>> 0, count).set(source);
      break;
    }
    case Op.memory_init:
      charge(instance, count);
      copyData(instance, x, instance.memoryAt(y), a >>> 0, b >>> 0, count);
      break;
    case Op.data_drop:
      dropData(instance, x);
      break;
    case Op.table_init:
      charge(instance, count);
      copyElements(instance, x, instance.tables[y]!, a >>> 0, b >>> 0, count);
      break;
    case Op.elem_drop:
      dropElements(instance, x);
      break;
    case Op.table_copy:
      charge(instance, count);
      instance.tables[x]!.copy(a >>> 0, instance.tables[y]!, b >>> 0, count);
      break;
    case Op.table_grow:
      charge(instance, b >>> 0);
      return instance.tables[x]!.tryGrow(b >>> 0, a);
    case Op.table_size:
      return instance.tables[x]!.size;
    case Op.table_fill:
      charge(instance, count);
      instance.tables[x]!.fill(a >>> 0, b, count);
      break;
  }
  return 0;
}

/** Bulk instructions cost a unit for each byte or element, before anything happens. */
function charge({ store }: Instance, amount: number): void {
  if (store.settings.consumeFuel) store.consumeFuel(amount);
}

/** @throws RuntimeError out of bounds memory access */
function range(memory: Memory, start: number, count: number): Uint8Array {
  if (start + count > memory.dataSize) throw trap(TrapCode.OutOfBoundsMemoryAccess);
  return new Uint8Array(memory.buffer, start, count);
}
