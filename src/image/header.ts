import { IMAGE_MAGIC, MAGIC } from '../binary/header.js';
import { CODE_FINGERPRINT } from '../interpreter/generated/fingerprint.js';
import { Feature } from '../opcodes/feature.js';
import type { EngineSettings } from '../runtime/engine-settings.js';
import { checksumOf } from './checksum.js';
import {
  notAnImage,
  otherEngine,
  otherFeature,
  otherFormat,
  otherInstructions,
  otherOption,
  otherVersion,
  plainWebAssembly,
  tooLong,
  truncated,
  wrongChecksum,
} from './errors.js';
import { type EngineKind, FORMAT, HEADER_WORDS, HeaderWord, ImageOption } from './format.js';
import { VERSION } from './version.js';

/** What an engine asks of images. */
export interface ImageTarget {
  readonly kind: EngineKind;
  readonly settings: EngineSettings;
}

/** Whether bytes begin as an image does, whatever else is wrong with them. */
export function isImage(bytes: Uint8Array): boolean {
  return firstWord(bytes) === IMAGE_MAGIC;
}

function firstWord(bytes: Uint8Array): number {
  if (bytes.length < 4) return 0;
  return bytes[0]! | (bytes[1]! << 8) | (bytes[2]! << 16) | (bytes[3]! << 24);
}

/**
 * Checks that an image is whole and made for an engine. What was damaged is told as such before what
 * else it looks like.
 * @param words the image's, as many as there are whole ones
 * @throws DeserializeError
 */
export function checkHeader(
  bytes: Uint8Array,
  words: Int32Array,
  { kind, settings }: ImageTarget,
): void {
  if (!isImage(bytes)) throw firstWord(bytes) === MAGIC ? plainWebAssembly() : notAnImage();
  if (words.length < HEADER_WORDS) throw truncated(bytes.length, HEADER_WORDS * 4);
  const format = words[HeaderWord.Format]!;
  if ((format & 0xffff) !== FORMAT) throw otherFormat(format & 0xffff);
  const length = words[HeaderWord.Length]! >>> 0;
  if (bytes.length < length) throw truncated(bytes.length, length);
  if (bytes.length > length) throw tooLong(bytes.length, length);
  const checksum = checksumOf(words);
  if (words[HeaderWord.Checksum] !== checksum) {
    throw wrongChecksum(words[HeaderWord.Checksum]!, checksum);
  }
  if (words[HeaderWord.Version] !== VERSION) throw otherVersion(words[HeaderWord.Version]!);
  if (format >> 16 !== kind) throw otherEngine(format >> 16, kind);
  if (words[HeaderWord.Fingerprint] !== CODE_FINGERPRINT) throw otherInstructions();
  checkSettings(words[HeaderWord.Features]!, words[HeaderWord.Options]!, settings);
}

/** @throws DeserializeError when an engine cannot run what was compiled so */
function checkSettings(used: number, options: number, settings: EngineSettings): void {
  const missing = used & ~settings.features;
  if ((missing & Feature.AnyPageSize) !== 0) throw otherOption('anyPageSize', true);
  if (missing !== 0) throw otherFeature(missing & -missing);
  const consumesFuel = (options & ImageOption.ConsumeFuel) !== 0;
  if (consumesFuel !== settings.consumeFuel) throw otherOption('consumeFuel', consumesFuel);
}
