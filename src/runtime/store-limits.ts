/**
 * What the guests of a store may have; each bound is inclusive, and absent means none. Named after
 * wasmi's and Wasmtime's `StoreLimits`.
 */
export class StoreLimits {
  constructor(
    /** Bytes of one linear memory. */
    readonly memorySize: number = Infinity,
    /** Elements of one table. */
    readonly tableElements: number = Infinity,
    /** Instances, memories and tables made in the store. */
    readonly instances: number = Infinity,
    readonly memories: number = Infinity,
    readonly tables: number = Infinity,
    /** Whether a refused growth traps, where otherwise it answers −1. */
    readonly trapOnGrowFailure: boolean = false,
  ) {}

  static builder(): StoreLimitsBuilder {
    return new StoreLimitsBuilder();
  }
}

/** Collects the bounds of a {@link StoreLimits}. */
export class StoreLimitsBuilder {
  #memorySize = Infinity;
  #tableElements = Infinity;
  #instances = Infinity;
  #memories = Infinity;
  #tables = Infinity;
  #trapOnGrowFailure = false;

  /** Bytes of one linear memory; default: no bound. */
  memorySize(bytes: number): this {
    this.#memorySize = bound('memorySize', bytes);
    return this;
  }

  /** Elements of one table; default: no bound. */
  tableElements(count: number): this {
    this.#tableElements = bound('tableElements', count);
    return this;
  }

  /** Instances in the store; default: no bound. */
  instances(count: number): this {
    this.#instances = bound('instances', count);
    return this;
  }

  /** Memories in the store, imported ones counted once; default: no bound. */
  memories(count: number): this {
    this.#memories = bound('memories', count);
    return this;
  }

  /** Tables in the store; default: no bound. */
  tables(count: number): this {
    this.#tables = bound('tables', count);
    return this;
  }

  /** Makes a growth beyond a bound trap with `growth operation limited`; default: false, it gives −1. */
  trapOnGrowFailure(trap: boolean): this {
    this.#trapOnGrowFailure = trap;
    return this;
  }

  build(): StoreLimits {
    return new StoreLimits(
      this.#memorySize,
      this.#tableElements,
      this.#instances,
      this.#memories,
      this.#tables,
      this.#trapOnGrowFailure,
    );
  }
}

function bound(name: string, value: number): number {
  if (!(value >= 0))
    throw new RangeError(`StoreLimits.${name}: ${value} is not a number from 0 on`);
  return value;
}
