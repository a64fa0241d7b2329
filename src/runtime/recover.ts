/** What the interpreter does with what was thrown while guests ran. */
import { hooks } from '../hooks.js';
import { fault } from './fault.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';

/** Where the interpreter goes on: as if it entered a function, with these for what a call sets. */
export interface Landing {
  readonly instance: Instance;
  /** In place of a function's entry: the landing's header. */
  readonly entry: number;
  /** The cell of the frame. */
  readonly frame: number;
  /** What the frame's return slot holds: return address and caller's frame. */
  readonly back: number;
  readonly caller: number;
}

/**
 * Finds where something that was thrown is caught.
 * @param at in the instance's code, behind the instruction that threw
 * @param frame the cell of its frame
 */
export type Unwind = (
  store: Store,
  error: unknown,
  instance: Instance,
  at: number,
  frame: number,
) => Landing | undefined;

/** @throws the error to report, where nothing catches it */
export function recover(
  store: Store,
  error: unknown,
  instance: Instance,
  at: number,
  frame: number,
): Landing {
  const landing = hooks.unwind?.(store, error, instance, at, frame);
  if (landing === undefined) throw fault(store, error);
  return landing;
}
