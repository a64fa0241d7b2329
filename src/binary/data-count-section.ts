import { Feature } from '../opcodes/feature.js';
import type { Reader } from './reader.js';

/**
 * The contents of the data count section. It allocates nothing, so that any count is well-formed
 * until the data section says otherwise.
 * https://webassembly.github.io/spec/core/binary/modules.html#data-count-section
 */
export function readDataCount(reader: Reader): number {
  reader.require(Feature.BulkMemory, reader.position);
  return reader.u32();
}
