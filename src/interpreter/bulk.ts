/**
 * Instructions that work on ranges of memories and tables, and growth.
 * https://webassembly.github.io/spec/core/exec/instructions.html#memory-instructions
 */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { Op } from '../opcodes/op.js';
import type { Instance } from '../runtime/instance.js';
import type { Memory } from '../runtime/memory.js';
import { copyData, dropData, dropElements, copyElements } from '../runtime/segment.js';
import type { Store } from '../runtime/store.js';

/**
 * @param kind low byte of the `Op`
 * @param frame cell of the first operand; a result takes its place
 * @param x,y the immediates, as `FunctionVisitor.instruction` has them
 */
export function bulk(
  store: Store,
  instance: Instance,
  kind: number,
  frame: number,
  x: number,
  y: number,
): void {
  const { cells } = store;
  const a = cells[frame]! >>> 0;
  const b = cells[frame + 2]! >>> 0;
  const count = cells[frame + 4]! >>> 0;
  switch (kind) {
    case Op.memory_grow:
      cells[frame] = instance.memoryAt(x).tryGrow(a);
      break;
    case Op.memory_fill & 0xff:
      charge(store, count);
      range(instance.memoryAt(x), a, count).fill(b & 0xff);
      break;
    case Op.memory_copy & 0xff: {
      charge(store, count);
      const source = range(instance.memoryAt(y), b, count);
      range(instance.memoryAt(x), a, count).set(source);
      break;
    }
    case Op.memory_init & 0xff:
      charge(store, count);
      copyData(instance, x, instance.memoryAt(y), a, b, count);
      break;
    case Op.data_drop & 0xff:
      dropData(instance, x);
      break;
    case Op.table_init & 0xff:
      charge(store, count);
      copyElements(instance, x, instance.tables[y]!, a, b, count);
      break;
    case Op.elem_drop & 0xff:
      dropElements(instance, x);
      break;
    case Op.table_copy & 0xff:
      charge(store, count);
      instance.tables[x]!.copy(a, instance.tables[y]!, b, count);
      break;
    case Op.table_grow & 0xff:
      charge(store, b);
      cells[frame] = instance.tables[x]!.tryGrow(b, store.refs[frame >> 1]);
      break;
    case Op.table_fill & 0xff:
      charge(store, count);
      instance.tables[x]!.fill(a, store.refs[(frame >> 1) + 1], count);
      break;
  }
}

/** Bulk instructions cost a unit for each byte or element, before anything happens. */
function charge(store: Store, amount: number): void {
  if (store.settings.consumeFuel) store.consumeFuel(amount);
}

/** @throws RuntimeError out of bounds memory access */
function range(memory: Memory, start: number, count: number): Uint8Array {
  if (start + count > memory.dataSize) throw trap(TrapCode.OutOfBoundsMemoryAccess);
  return new Uint8Array(memory.buffer, start, count);
}
