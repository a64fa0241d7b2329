/**
 * The size range of a memory (in pages) or table (in elements); `maximum` undefined is no maximum.
 * https://webassembly.github.io/spec/core/syntax/types.html#limits
 */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
}

/**
 * Import matching: what is given must be at least as large as asked, and may not outgrow what is
 * asked. https://webassembly.github.io/spec/core/valid/matching.html#limits
 */
export function limitsMatch(given: Limits, asked: Limits): boolean {
  if (given.minimum < asked.minimum) return false;
  if (asked.maximum === undefined) return true;
  return given.maximum !== undefined && given.maximum <= asked.maximum;
}

/** Text form for messages, `min: 1, max: none`. */
export function limitsText(limits: Limits): string {
  return `min: ${limits.minimum}, max: ${limits.maximum ?? 'none'}`;
}
