/** The machine whose heap guests share with the program. An embedder may bring one of its own. */
export interface Device {
  /**
   * Whether the heap could take so much more now. Garbage counts as taken: `collect` comes before
   * no is believed.
   * @param slots of 16 bytes
   * @param chunkBytes headers included
   */
  fits(slots: number, chunkBytes: number): boolean;
  /** Bytes that slots and chunks could still take, for reports; garbage counts as taken. */
  freeBytes(): number;
  /** Collects garbage. */
  collect(): void;
  /** What is to stay free on it, where a budget does not say. */
  readonly reserve?: Reserve;
}

/** What guests may not take, so that there is always room for the program and for errors. */
export interface Reserve {
  /** Slots of 16 bytes. */
  readonly slots: number;
  /** Bytes of chunks, headers included. */
  readonly chunkBytes: number;
}
