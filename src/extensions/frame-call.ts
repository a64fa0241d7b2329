import { FIRST_HANDLER, Handler, HandlerLimit } from '../opcodes/handler.js';
import { handlerAt, type HandlerFunction, handlers } from '../runtime/handlers.js';
import { kindOf, signatureOf, SlotKind } from './handler-signature.js';
import { bitsCarried, carryF32 } from '../numeric/bits.js';
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { Instance } from '../runtime/instance.js';
import type { Store } from '../runtime/store.js';
import { hooks } from '../hooks.js';
import type { ValueType } from '../types/value-type.js';

/** What reads its operands from the frame itself, because a signature does not hold them. */
export type FrameHandler = (store: Store, instance: Instance, frame: number, x: number) => void;

const framed = new Map<Handler, FrameHandler>();

export function registerFramed(handler: Handler, by: FrameHandler): void {
  framed.set(handler, by);
}

/** @param first number of the first; others follow it */
export function registerHandlers(first: Handler, added: readonly HandlerFunction[]): void {
  for (let i = 0; i < added.length; i++) handlers[first - FIRST_HANDLER + i] = added[i]!;
}

/**
 * Slots of XS's stack that must be left for compiled code where interpreted code calls a handler: what
 * it takes beyond those that are kept for the interpreter. And those that a call of the host takes,
 * with the guest that it calls again (test/compiler/stack.test.ts).
 */
const HANDLER_SLOTS = 84;
const HOST_SLOTS = 100;

function slotsOf(handler: Handler): number {
  switch (handler) {
    case Handler.Throw:
    case Handler.ArrayNewData:
    case Handler.ArrayInitData:
      return 120;
    case Handler.ArrayNewElem:
    case Handler.ArrayInitElem:
      return 210;
    default:
      return HANDLER_SLOTS;
  }
}

hooks.signatureOf = signatureOf;
hooks.callInFrame = (store, instance, handler, frame, x, signature) => {
  if (store.slots < slotsOf(handler) + HOST_SLOTS * store.hostDepth) {
    throw trap(TrapCode.CallStackExhausted);
  }
  const inFrame = framed.get(handler);
  if (inFrame !== undefined) {
    inFrame(store, instance, frame, x);
    return;
  }
  const all = signature & 0x3ffff;
  let result: unknown;
  if (all > 0 && all < 8 && all !== SlotKind.I64) {
    // Most have one operand, for which a list would take XS three times as long.
    result = handlerAt(handler)(instance, x, readOne(store, frame, all));
  } else {
    const operands: unknown[] = [];
    let at = frame;
    for (let kinds = all; kinds !== 0; kinds >>= 3, at += 2) {
      read(store, at, kinds & 7, operands);
    }
    result = handlerAt(handler)(instance, x, ...operands);
  }
  const results = signature >> (3 * HandlerLimit.Params);
  if (results < 8) {
    if (results === SlotKind.I64) {
      store.cells[frame] = result as number;
      store.cells[frame + 1] = store.high;
    } else if (results === SlotKind.Reference) store.refs[frame >> 1] = result;
    else if (results === SlotKind.I32) store.cells[frame] = result as number;
    else if (results !== (SlotKind.End as number)) write(store, frame, results, [result], 0);
    return;
  }
  let at = 0;
  let cell = frame;
  for (let kinds = results; kinds !== 0; kinds >>= 3, cell += 2) {
    at = write(store, cell, kinds & 7, result as unknown[], at);
  }
};

/** The values that lie from a cell on, an i64 as its halves. */
export function readValues(store: Store, cell: number, types: readonly ValueType[]): unknown[] {
  const values: unknown[] = [];
  // Not a function for each: guests throw where little of XS's stack is left.
  for (let i = 0; i < types.length; i++) read(store, cell + 2 * i, kindOf(types[i]!), values);
  return values;
}

/** Puts values, an i64 as its halves, into slots from a cell on. */
export function writeValues(
  store: Store,
  cell: number,
  types: readonly ValueType[],
  values: readonly unknown[],
): void {
  let at = 0;
  types.forEach((type, i) => {
    at = write(store, cell + 2 * i, kindOf(type), values, at);
  });
}

function read(store: Store, cell: number, kind: number, to: unknown[]): void {
  if (kind === SlotKind.I64) to.push(store.cells[cell], store.cells[cell + 1]);
  else to.push(readOne(store, cell, kind));
}

function readOne({ cells, doubles, refs }: Store, cell: number, kind: number): unknown {
  switch (kind) {
    case SlotKind.Reference:
      return refs[cell >> 1];
    case SlotKind.F32:
      return carryF32(cells[cell]!);
    case SlotKind.F64:
      return doubles[cell >> 1];
    default:
      return cells[cell];
  }
}

/** @returns the index of the next value */
function write(
  store: Store,
  cell: number,
  kind: number,
  from: readonly unknown[],
  at: number,
): number {
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
