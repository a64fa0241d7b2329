import type { Reader } from './reader.js';

/**
 * The contents of the start section: a function index.
 * https://webassembly.github.io/spec/core/binary/modules.html#start-section
 */
export function readStart(reader: Reader): number {
  return reader.u32();
}
