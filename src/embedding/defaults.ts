/**
 * What an engine is like when its `Config` does not say: on a desktop. The device's bundle has
 * `defaults.device.ts` in its place (rollup.config.js).
 */

/** 1 MiB, wasmi's `max_stack_height`. */
export const MAX_STACK_BYTES = 1 << 20;

/** Enough for a few small frames; a stack doubles when it must. */
export const INITIAL_STACK_BYTES = 512;

/** Each such call takes two calls of JavaScript or more, of which V8 makes about 10,000. */
export const MAX_HOST_DEPTH = 200;

/** Some 700 frames: V8's stack of 984 KB takes twice as many. */
export const COMPILED_STACK_SLOTS = 16384;
