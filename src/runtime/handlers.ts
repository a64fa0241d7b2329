import { FIRST_HANDLER, type Handler } from '../opcodes/handler.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';

/**
 * What an instruction of an extension does. An i64 is two operands, its halves as int32, and a result
 * whose high half is left in `store.high`; several results are an array, an i64 two elements of it.
 * @param x as the extension gave it to the visitor
 */
export type HandlerFunction = (instance: Instance, x: number, ...operands: any[]) => unknown;

/** Extensions fill it when they are imported. By handler, less FIRST_HANDLER. */
export const handlers: HandlerFunction[] = [];

export function handlerAt(handler: Handler): HandlerFunction {
  return handlers[handler - FIRST_HANDLER]!;
}

/**
 * Calls a handler for the interpreter: its operands lie in the store's cells from `frame` on, a slot
 * each, and its results take their place. The signature is that of `signatureOf`.
 */
export type FrameCall = (
  store: Store,
  instance: Instance,
  handler: Handler,
  frame: number,
  x: number,
  signature: number,
) => void;
