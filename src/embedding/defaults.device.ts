/** What an engine is like when its `Config` does not say: on a board. See `defaults.ts`. */

/**
 * Runaway recursion must trap before the stack has taken the machine's heap, and growing takes the
 * old and the new stack at once: 12 KiB of the 113 that an RP2040 has.
 */
export const MAX_STACK_BYTES = 8192;

/** 64 slots. */
export const INITIAL_STACK_BYTES = 512;

/**
 * XS ends the program when its own stack overflows. A guest that calls the host that calls a guest
 * takes 100 of the 512 slots that most boards give it, the first 190 with the program's own
 * (test/simulator/containment.test.ts). Boards of 384 slots want `Config.maxHostDepth(1)`.
 */
export const MAX_HOST_DEPTH = 2;

/**
 * Of the 512 slots that most boards give XS, what a program and the way into a guest leave, which take
 * some 120 (test/compiler/stack.test.ts). Boards of 384 slots want `Config.compiledStackSlots(224)`.
 */
export const COMPILED_STACK_SLOTS = 352;
