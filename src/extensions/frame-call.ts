import { handlerAt, registerFrameCall } from '../runtime/handlers.js';
import { MAX_HANDLER_PARAMS, SlotKind } from '../runtime/handler-signature.js';
import { bitsCarried, carryF32 } from '../numeric/bits.js';
import type { Store } from '../runtime/store.js';

registerFrameCall((store, instance, handler, frame, x, signature) => {
  const operands: unknown[] = [];
  let cell = frame;
  for (let kinds = signature & 0x3ffff; kinds !== 0; kinds >>= 3, cell += 2) {
    read(store, cell, kinds & 7, operands);
  }
  const result = handlerAt(handler)(instance, x, ...operands);
  const results = signature >> (3 * MAX_HANDLER_PARAMS);
  if (results < 8) {
    if (results === SlotKind.I64) {
      store.cells[frame] = result as number;
      store.cells[frame + 1] = store.high;
    } else if (results !== (SlotKind.End as number)) write(store, frame, results, [result], 0);
    return;
  }
  let at = 0;
  cell = frame;
  for (let kinds = results; kinds !== 0; kinds >>= 3, cell += 2) {
    at = write(store, cell, kinds & 7, result as unknown[], at);
  }
});

function read({ cells, doubles, refs }: Store, cell: number, kind: number, to: unknown[]): void {
  switch (kind) {
    case SlotKind.I64:
      to.push(cells[cell], cells[cell + 1]);
      break;
    case SlotKind.F32:
      to.push(carryF32(cells[cell]!));
      break;
    case SlotKind.F64:
      to.push(doubles[cell >> 1]);
      break;
    case SlotKind.Reference:
      to.push(refs[cell >> 1]);
      break;
    default:
      to.push(cells[cell]);
  }
}

/** @returns the index of the next value */
function write(store: Store, cell: number, kind: number, from: unknown[], at: number): number {
  switch (kind) {
    case SlotKind.I64:
      store.cells[cell] = from[at] as number;
      store.cells[cell + 1] = from[at + 1] as number;
      return at + 2;
    case SlotKind.F32:
      store.cells[cell] = bitsCarried(from[at] as number);
      break;
    case SlotKind.F64:
      store.doubles[cell >> 1] = from[at] as number;
      break;
    case SlotKind.Reference:
      store.refs[cell >> 1] = from[at];
      break;
    default:
      store.cells[cell] = from[at] as number;
  }
  return at + 1;
}
