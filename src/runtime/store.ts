import { Claim, chunkBytes, type Claims, XS_SLOT_BYTES } from '../budget/claims.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import { EngineSlots } from '../budget/engine-slots.js';
import { BudgetExceeded, trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { Func } from './func.js';
import type { EngineSettings } from './engine-settings.js';
import type { Instance } from './instance.js';
import type { ResourceLimiter } from './resource-limiter.js';
import { StoreLimits } from './store-limits.js';

/** A slot of the stack, in bytes: every local and operand takes one. */
export const SLOT_BYTES = 8;

/** Slots of XS's stack that it takes to ask a budget, and that to read the device (test/budget/stack.test.ts). */
export const ASKING_SLOTS = 80;

/** An array that grows in such steps asks for its elements seldom. */
const CALLERS_STEP = 16;

const UNLIMITED = Object.freeze(new StoreLimits());

/**
 * Instances that live together: they share a stack, fuel and limits, and can be linked with each
 * other. One call runs at a time. https://webassembly.github.io/spec/core/exec/runtime.html#store
 */
export class Store {
  // The stack is one buffer under three views: a slot's two cells as int32 or float32, or the slot as
  // one float64. References stand beside it, in `refs`, at the slot's index: as many as there are
  // slots, but none before an instance needs some.

  /** @internal */
  cells!: Int32Array;
  /** @internal */
  floats!: Float32Array;
  /** @internal */
  doubles!: Float64Array;
  /** @internal */
  readonly refs: unknown[] = [];
  /**
   * For each active call from one instance into another: the caller and where to go on in its code.
   * Never shortened, so that what was asked for stays there.
   * @internal
   */
  readonly callers: (Instance | number)[] = [];
  /** Elements of `callers` that mean something. @internal */
  callerTop = 0;
  /** The cell from which on the next call from outside has its frame. @internal */
  top = 0;
  /** Host functions that are running now. @internal */
  hostDepth = 0;
  /** Whether the innermost thing that runs is a host function: its errors are not traps. @internal */
  inHost = false;
  /** What is left of the fuel. @internal */
  fuel = 0;
  /** The high half of an i64 that compiled code has just returned the low half of. @internal */
  high = 0;
  /** What an indirect call of compiled code is about to call outside its instance. @internal */
  foreign: Func | undefined = undefined;
  /** Slots of the engine's own stack that are left for compiled code: see compiler/. @internal */
  slots: number;
  /** Made in this store so far, for its limits. @internal */
  instanceCount = 0;
  /** @internal */
  memoryCount = 0;
  /** @internal */
  tableCount = 0;
  /** RAM that it takes, with all that was made in it. @internal */
  readonly claims: Claims = [0, 0, 0, 0, 0, 0];

  /** What it takes of RAM; needs `import 'wasmote/budget'` on a device. See `memoryUsage` there. */
  declare readonly memoryUsage: () => MemoryUsage;

  /** The exception that an object of another interface stands for. @internal */
  declare recognize?: (thrown: unknown) => object | undefined;

  /** @internal */
  readonly settings: EngineSettings;

  /**
   * @param engine whose modules the store's instances are of
   * @param limits what guests may have: `StoreLimits`, or a limiter of the program's own; default: no bounds
   * @throws BudgetExceeded
   */
  constructor(
    engine: { readonly settings: EngineSettings },
    /** What guests may have. */
    readonly limits: ResourceLimiter = UNLIMITED,
  ) {
    this.settings = engine.settings;
    const { budget, compiledStackSlots, initialStackBytes } = engine.settings;
    this.slots = compiledStackSlots - (budget === undefined ? 0 : ASKING_SLOTS);
    budget?.open(this);
    this.take(Claim.ValueStack, chunkBytes(initialStackBytes), EngineSlots.Store);
    this.#allocate(initialStackBytes);
  }

  /**
   * Asks for RAM that is going to be allocated, by the measures of a board; negative numbers give it
   * back.
   * @param chunks bytes, headers included
   * @param copied bytes that are needed beside, until what they are copied from is dropped
   * @returns false when limits or budget refuse it; nothing has changed then
   * @internal
   */
  claim(claim: Claim, chunks: number, slots = 0, copied = 0): boolean {
    const { claims, settings } = this;
    const objects = XS_SLOT_BYTES * slots;
    const total = claims[Claim.Total]! + chunks + objects;
    if (
      total > this.limits.totalBytes! ||
      settings.budget?.claim(slots, chunks, copied, this) === false
    )
      return false;
    claims[claim]! += chunks;
    claims[Claim.EngineObjects]! += objects;
    claims[Claim.Total] = total;
    return true;
  }

  /**
   * As {@link claim}, where a guest may run: what an error would say takes more of XS's stack than
   * there may be.
   * @throws RuntimeError growth operation limited, where that answers false
   * @internal
   */
  need(claim: Claim, chunks: number, slots = 0, copied = 0): void {
    if (!this.claim(claim, chunks, slots, copied)) throw trap(TrapCode.GrowthLimited);
  }

  /**
   * As {@link claim}.
   * @throws BudgetExceeded where that answers false
   * @internal
   */
  take(claim: Claim, chunks: number, slots: number, copied = 0): void {
    if (!this.claim(claim, chunks, slots, copied)) {
      throw this.refusal(chunks + copied + XS_SLOT_BYTES * slots);
    }
  }

  private refusal(asked: number): Error {
    const held = this.claims[Claim.Total]!;
    const { totalBytes } = this.limits;
    if (held + asked > totalBytes!)
      return new BudgetExceeded(
        asked,
        totalBytes! - held,
        `the store holds ${held} of ${totalBytes}`,
      );
    return this.settings.budget!.refusal(asked);
  }

  #allocate(bytes: number): void {
    const buffer = new ArrayBuffer(bytes);
    this.cells = new Int32Array(buffer);
    this.floats = new Float32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }

  /**
   * Makes the stack reach to `cell`, doubling it.
   * @throws RuntimeError call stack exhausted, growth operation limited
   * @internal
   */
  reserve(cell: number): void {
    const needed = cell * 4;
    const { maxStackBytes } = this.settings;
    if (needed > maxStackBytes) throw trap(TrapCode.CallStackExhausted);
    let bytes = this.cells.length * 4;
    while (bytes < needed) bytes *= 2;
    const old = this.cells;
    const size = Math.min(bytes, maxStackBytes);
    // First, so that there are never fewer.
    if (this.refs.length > 0) this.holdReferences('need', size);
    this.need(Claim.ValueStack, size - old.length * 4, 0, old.length * 4);
    this.#allocate(size);
    this.cells.set(old);
  }

  /**
   * Makes as many references as the stack has slots, or will have.
   * @param ask how, for a new instance and for a guest that runs
   * @throws BudgetExceeded, or RuntimeError growth operation limited
   * @internal
   */
  holdReferences(ask: 'take' | 'need', stackBytes = this.cells.length * 4): void {
    const { refs } = this;
    const slots = stackBytes / SLOT_BYTES;
    if (refs.length < slots) this.askElements(ask, slots, slots - refs.length);
    while (refs.length < slots) refs.push(null);
  }

  /**
   * Remembers the caller of a function in another instance, and where it goes on.
   * @throws RuntimeError growth operation limited
   * @internal
   */
  pushCaller(instance: Instance, at: number): void {
    const { callers, callerTop } = this;
    if (callerTop === callers.length) {
      const room = callerTop + CALLERS_STEP;
      this.askElements('need', room, CALLERS_STEP);
      while (callers.length < room) callers.push(0);
    }
    callers[callerTop] = instance;
    callers[callerTop + 1] = at;
    this.callerTop = callerTop + 2;
  }

  /** `more` elements for an array that `push` makes `count` long: XS copies it, with a third more. */
  private askElements(ask: 'take' | 'need', count: number, more: number): void {
    this[ask](
      Claim.ValueStack,
      XS_SLOT_BYTES * more,
      0,
      XS_SLOT_BYTES * Math.ceil((count * 4) / 3),
    );
  }

  /**
   * Fuel that is left.
   * @throws Error when the engine does not count fuel
   */
  getFuel(): number {
    this.#requireFuel();
    return this.fuel;
  }

  /**
   * Sets the fuel that is left, an integer from 0 to 2^53 − 1. A store begins with none.
   * @throws Error when the engine does not count fuel
   */
  setFuel(fuel: number): void {
    this.#requireFuel();
    if (!Number.isSafeInteger(fuel) || fuel < 0) {
      throw new RangeError(`fuel must be an integer from 0 to 2^53 - 1, not ${fuel}`);
    }
    this.fuel = fuel;
  }

  #requireFuel(): void {
    if (!this.settings.consumeFuel) {
      throw new Error('fuel is not configured in this store: use Config.consumeFuel(true)');
    }
  }

  /**
   * Takes fuel; what is asked for in vain is not taken.
   * @throws RuntimeError all fuel consumed by WebAssembly
   */
  consumeFuel(amount: number): void {
    const left = this.fuel - amount;
    if (left < 0) throw trap(TrapCode.OutOfFuel);
    this.fuel = left;
  }

  /**
   * Gives back what was claimed since `before`, a copy of the claims; the stack stays as it is.
   * @internal
   */
  giveBack(before: Claims): void {
    for (let claim = 0; claim < Claim.Total; claim++) {
      if (claim !== Claim.ValueStack) this.claim(claim, before[claim]! - this.claims[claim]!);
    }
  }

  /**
   * Puts back what a call from outside found, however it ended.
   * @internal
   */
  leave(top: number, inHost: boolean, callerTop: number, slots: number): void {
    this.slots = slots;
    this.top = top;
    this.inHost = inHost;
    this.callerTop = callerTop;
    // What stays on an idle stack would be kept alive.
    if (top === 0) {
      if (this.refs.length > 0) this.refs.fill(null);
      if (this.callers.length > 0) this.callers.fill(0);
    }
  }
}
