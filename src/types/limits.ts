import { ValueType } from './value-type.js';

/**
 * The size range of a memory (in pages) or table (in elements); `maximum` undefined is no maximum.
 * https://webassembly.github.io/spec/core/syntax/types.html#limits
 */
export interface Limits {
  readonly minimum: number;
  readonly maximum: number | undefined;
}

/** A memory's or table's type, as far as addresses go. */
export interface Addressed {
  readonly is64: boolean;
}

/**
 * The type of addresses or indices.
 * https://webassembly.github.io/spec/core/syntax/types.html#address-types
 */
export function addressType({ is64 }: Addressed): ValueType {
  return is64 ? ValueType.I64 : ValueType.I32;
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
