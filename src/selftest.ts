/** The entry `wasmote/selftest`: whether numbers come to the bits that the specification says. */
export type { SelftestResult } from './selftest/run.js';
export { selftest, type SelftestOptions } from './selftest/selftest.js';
