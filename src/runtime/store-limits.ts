import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import type { ResourceLimiter } from './resource-limiter.js';

/**
 * What the guests of a store may have; each bound is inclusive, and absent means none. Named after
 * wasmi's and Wasmtime's `StoreLimits`.
 */
export class StoreLimits implements ResourceLimiter {
  /** Bytes of one linear memory. */
  readonly memorySize: number = Infinity;
  /** Elements of one table. */
  readonly tableElements: number = Infinity;
  /** Instances made in the store. */
  readonly instances: number = Infinity;
  /** Memories made in the store. */
  readonly memories: number = Infinity;
  /** Tables made in the store. */
  readonly tables: number = Infinity;
  /** Bytes of RAM that the store and all in it take. */
  readonly totalBytes: number = Infinity;
  /** Whether a refused growth traps, where otherwise it answers −1. */
  readonly trapOnGrowFailure: boolean = false;

  /** Bounds one by one: see {@link StoreLimitsBuilder}. */
  static builder(): StoreLimitsBuilder {
    return new StoreLimitsBuilder();
  }

  /** @internal */
  memoryGrowing(_current: number, desired: number): boolean {
    return allow(this, desired <= this.memorySize);
  }

  /** @internal */
  tableGrowing(_current: number, desired: number): boolean {
    return allow(this, desired <= this.tableElements);
  }
}

function allow({ trapOnGrowFailure }: StoreLimits, fits: boolean): boolean {
  if (!fits && trapOnGrowFailure) throw trap(TrapCode.GrowthLimited);
  return fits;
}

type Bounds = { -readonly [K in keyof StoreLimits]: StoreLimits[K] };

/**
 * Collects the bounds of a {@link StoreLimits}; each throws a RangeError for what is no number from 0 on.
 *
 * @example
 * new Store(engine, StoreLimits.builder().memorySize(4096).instances(8).build());
 */
export class StoreLimitsBuilder {
  readonly #limits: Bounds = new StoreLimits();

  #bound(name: keyof Bounds, value: number): this {
    if (!(value >= 0))
      throw new RangeError(`StoreLimits.${name}: ${value} is not a number from 0 on`);
    this.#limits[name] = value as never;
    return this;
  }

  /** Bytes of one linear memory; default: no bound. */
  memorySize(bytes: number): this {
    return this.#bound('memorySize', bytes);
  }

  /** Elements of one table; default: no bound. */
  tableElements(count: number): this {
    return this.#bound('tableElements', count);
  }

  /** Instances in the store; default: no bound. */
  instances(count: number): this {
    return this.#bound('instances', count);
  }

  /** Memories in the store, imported ones counted once; default: no bound. */
  memories(count: number): this {
    return this.#bound('memories', count);
  }

  /** Tables in the store; default: no bound. */
  tables(count: number): this {
    return this.#bound('tables', count);
  }

  /**
   * Bytes of RAM that the store and all in it take, as `memoryUsage` tells them: of a board's heap,
   * where slots take 16 bytes. Default: no bound.
   */
  totalBytes(bytes: number): this {
    return this.#bound('totalBytes', bytes);
  }

  /** Makes a growth beyond a bound trap with `growth operation limited`; default: false, it gives −1. */
  trapOnGrowFailure(trap: boolean): this {
    this.#limits.trapOnGrowFailure = trap;
    return this;
  }

  /** The bounds, which do not change any more. */
  build(): StoreLimits {
    return Object.freeze(Object.assign(new StoreLimits(), this.#limits));
  }
}
