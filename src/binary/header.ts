import {
  magicHeaderNotDetected,
  precompiledImage,
  tooMany,
  unexpectedEndOfHeader,
  unknownBinaryVersion,
} from '../errors/compile-errors.js';
import { MAX_MODULE_BYTES } from '../types/maximum.js';
import type { Reader } from './reader.js';

/** Magic and version together. */
export const HEADER_BYTES = 8;

/** "\0asm", little-endian. */
export const MAGIC = 0x6d736100;
/** "wmot": what precompiled images begin with; see image/format.ts. */
export const IMAGE_MAGIC = 0x746f6d77;
const VERSION = 1;

/** https://webassembly.github.io/spec/core/binary/modules.html#binary-module */
export function readHeader(reader: Reader): void {
  if (reader.end < 4) throw unexpectedEndOfHeader(reader.end);
  const magic = reader.bits32();
  if (magic === IMAGE_MAGIC) throw precompiledImage();
  if (magic !== MAGIC) throw magicHeaderNotDetected(0);
  if (reader.end < HEADER_BYTES) throw unexpectedEndOfHeader(reader.end);
  if (reader.bits32() !== VERSION) throw unknownBinaryVersion(4);
  if (reader.end > MAX_MODULE_BYTES) throw tooMany('bytes', MAX_MODULE_BYTES);
}
