import { FIRST_HANDLER, type Handler } from '../opcodes/handler.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';

/**
 * What an instruction of an extension does. An i64 is two operands, its halves as int32, and a result
 * whose high half is left in `store.high`; several results are an array, an i64 two elements of it.
 * @param x as the extension gave it to the visitor
 */
export type HandlerFunction = (instance: Instance, x: number, ...operands: any[]) => unknown;

const handlers: HandlerFunction[] = [];

/** Called by an extension when it is imported. @param first number of the first; others follow it */
export function registerHandlers(first: Handler, added: readonly HandlerFunction[]): void {
  for (let i = 0; i < added.length; i++) handlers[first - FIRST_HANDLER + i] = added[i]!;
}

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

let frameCall: FrameCall | undefined;

/** Called by every extension when it is imported: the same one by all. */
export function registerFrameCall(call: FrameCall): void {
  frameCall = call;
}

/** @throws TypeError in a program without extensions, which has no such code */
export const callInFrame: FrameCall = (store, instance, handler, frame, x, signature) =>
  frameCall!(store, instance, handler, frame, x, signature);
