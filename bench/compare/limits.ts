/** What the project promises for 32-bit XS, over the eight kernels; issue 3 sets the figures. */
export const LIMITS = {
  /** Compiled code to `wasm2js -O2`, as a geometric mean. */
  compiledToWasm2js: 1,
  /** Compiled code to JavaScript by hand, as a geometric mean. */
  compiledToJavascript: 0.85,
  /** Compiled code to `wasm2js -O2`, of any kernel. */
  worstToWasm2js: 1.4,
  /** The interpreter to compiled code, as a geometric mean. */
  interpreterToCompiled: 30,
} as const;
