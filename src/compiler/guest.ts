/** What instances of compiled modules inherit: what generated code asks the runtime for. */
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { bulk } from '../runtime/bulk.js';
import { type Func, HostFunc } from '../runtime/func.js';
import { handlerAt } from '../runtime/handlers.js';
import { indirect } from '../runtime/indirect.js';
import { Instance } from '../runtime/instance.js';
import { callHost } from '../runtime/invoke.js';
import { HELPER_SLOTS, readReturned, writeArguments } from './values.js';

/**
 * Slots of XS's stack that a call out of compiled code takes until another instance's code runs, or
 * a host function and through it a guest again (test/compiler/stack.test.ts).
 */
export const CALL_OUT_SLOTS = 140;

/** The name of a function's method. */
export function methodName(index: number): string {
  return `f${index}`;
}

/** Calls a function that is not compiled together with the caller. */
function callOut(
  { store }: Instance,
  func: Func,
  args: readonly unknown[],
  slotsLeft: number,
): unknown {
  if (slotsLeft < CALL_OUT_SLOTS) throw trap(TrapCode.CallStackExhausted);
  const { type } = func;
  const { top, slots } = store;
  const end = top + 2 * Math.max(type.params.length, type.results.length);
  if (end > store.cells.length) store.reserve(end);
  writeArguments(store, type, top, args);
  store.slots = slotsLeft + HELPER_SLOTS - CALL_OUT_SLOTS;
  if (func instanceof HostFunc) callHost(store, func, top);
  else {
    const { instance, index } = func;
    instance!.module.executor.call(store, instance!, index, top);
  }
  // After an error the call from outside restores what it found.
  store.slots = slots;
  return readReturned(store, type, top);
}

/** The methods of the runtime; generated functions are those of the objects that inherit from it. */
export const guest: object = Object.freeze(
  Object.setPrototypeOf(
    {
      $bulk(this: Instance, op: number, x: number, y: number, a: any, b: any, c: any): number {
        return bulk(this, op, x, y, a, b, c);
      },

      /** Does what an instruction of an extension does. */
      $extend(this: Instance, handler: number, x: number, ...operands: unknown[]): unknown {
        return handlerAt(handler)(this, x, ...operands);
      },

      /** Calls an imported function. */
      $import(this: Instance, index: number, slotsLeft: number, args: unknown[]): unknown {
        return callOut(this, this.functions[index]!, args, slotsLeft);
      },

      /** Finds what `call_indirect` calls: returns the name of the method. */
      $callee(this: Instance, table: number, type: number, element: unknown): string {
        const target = indirect(this, table, element, type);
        if (typeof target === 'number') {
          if (target >= this.module.importedFunctions) return this.module.executor.method!(target);
          this.store.foreign = this.functions[target]!;
        } else this.store.foreign = target;
        return '$foreign';
      },

      /** Calls what `$callee` has found in another instance or outside. */
      $foreign(this: Instance, ...args: unknown[]): unknown {
        const func = this.store.foreign!;
        this.store.foreign = undefined;
        return callOut(this, func, args, args.pop() as number);
      },

      get [`$trap${TrapCode.Unreachable}`](): never {
        throw trap(TrapCode.Unreachable);
      },

      get [`$trap${TrapCode.CallStackExhausted}`](): never {
        throw trap(TrapCode.CallStackExhausted);
      },

      /** There is less fuel than a basic block costs. */
      $fuel(this: Instance, amount: number): never {
        this.store.fuel += amount;
        throw trap(TrapCode.OutOfFuel);
      },
    },
    Instance.prototype,
  ),
);
