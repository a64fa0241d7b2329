/**
 * Decides over what guests cause to be allocated, before it is. Names and meanings are those of
 * Wasmtime's `ResourceLimiter`; `StoreLimits` is one, and a program may give a store one of its own.
 */
export interface ResourceLimiter {
  /**
   * Whether a linear memory may become so large; asked for new ones too.
   * @param current bytes now; 0 for a new memory
   * @param desired bytes that are asked for
   * @param maximum bytes that the memory's type allows; undefined without a maximum
   * @throws RuntimeError to make the guest trap, where false gives it −1
   */
  memoryGrowing(current: number, desired: number, maximum: number | undefined): boolean;
  /** Told when a growth that was allowed failed all the same: beyond the maximum, or no RAM. */
  memoryGrowFailed?(): void;
  /** As {@link memoryGrowing}, in elements. */
  tableGrowing(current: number, desired: number, maximum: number | undefined): boolean;
  /** As {@link memoryGrowFailed}. */
  tableGrowFailed?(): void;
  /** Instances that may be made in the store; default: no bound. */
  readonly instances?: number;
  /** Memories that may be made in the store; default: no bound. */
  readonly memories?: number;
  /** Tables that may be made in the store; default: no bound. */
  readonly tables?: number;
  /** Bytes of RAM that the store and all in it may take; default: no bound. */
  readonly totalBytes?: number;
}
