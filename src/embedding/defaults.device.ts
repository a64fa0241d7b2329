/** What an engine is like when its `Config` does not say: on a board. See `defaults.ts`. */

/**
 * Runaway recursion must trap before the stack has taken the machine's heap, and growing takes the
 * old and the new stack at once: 12 KiB of the 113 that an RP2040 has.
 */
export const MAX_STACK_BYTES = 8192;

/** 64 slots. */
export const INITIAL_STACK_BYTES = 512;

/**
 * XS ends the program when its own stack overflows. A host function that calls a guest again takes
 * 110 of the 512 slots that boards give it, the first 206 with the program's own
 * (test/simulator/host-depth.test.ts).
 */
export const MAX_HOST_DEPTH = 2;
