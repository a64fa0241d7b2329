/** What the project promises for 32-bit XS; issue 2 sets the figures. */
export const LIMITS = {
  /** RAM of one more instance of the 120-byte example, linear memory included. */
  instanceBytes: 1024,
  /** RAM of the runtime with nothing loaded, preloaded. */
  runtimeBytes: 4096,
  /** XS bytecode of `dist/xs/wasmote.js`: 5 % above the 129,804 that it had before there were extensions. */
  bytecodeBytes: 136_294,
  /** At least so many live instances of it in the rp2040 board's default heap. */
  rp2040Instances: 60,
} as const;
