/** The loop's way to the instructions on ranges and those of extensions: their operands lie in the frame. */
import { FIRST_HANDLER } from '../opcodes/handler.js';
import { Op } from '../opcodes/op.js';
import { bulk as operate } from '../runtime/bulk.js';
import type { Instance } from '../runtime/instance.js';
import type { Store } from '../runtime/store.js';
import { hooks } from '../hooks.js';

/**
 * @param kind low byte of the `Op`, or a `Handler`
 * @param frame cell of the first operand; a result takes its place
 * @param x,y the immediates, as `FunctionVisitor.instruction` has them; a handler's signature in `y`
 */
export function bulk(
  store: Store,
  instance: Instance,
  kind: number,
  frame: number,
  x: number,
  y: number,
): void {
  if (kind >= FIRST_HANDLER) return hooks.callInFrame!(store, instance, kind, frame, x, y);
  const { cells, refs } = store;
  const op: Op = kind === Op.memory_grow ? kind : 0x100 | kind;
  const a: unknown = op === Op.table_grow ? refs[frame >> 1] : cells[frame];
  const b: unknown = op === Op.table_fill ? refs[(frame >> 1) + 1] : cells[frame + 2];
  const result = operate(instance, op, x, y, a, b, cells[frame + 4]);
  if (op === Op.memory_grow || op === Op.table_grow || op === Op.table_size) cells[frame] = result;
}
