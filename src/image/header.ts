import { IMAGE_MAGIC, MAGIC } from '../binary/header.js';
import { Reader } from '../binary/reader.js';
import { CODE_FINGERPRINT } from '../interpreter/generated/fingerprint.js';
import { Feature, notImported } from '../opcodes/feature.js';
import type { EngineSettings } from '../runtime/engine-settings.js';
import { checksumOf } from './checksum.js';
import {
  absentFeature,
  notAnImage,
  otherEngine,
  otherFeature,
  otherFormat,
  otherInstructions,
  otherOption,
  otherVersion,
  wrongLength,
  wrongChecksum,
} from './errors.js';
import { EngineKind, HeaderWord, ImageFormat, ImageOption } from './format.js';
import { VERSION } from './version.js';

/** What an engine asks of images. */
export interface ImageTarget {
  /** Undefined for one that takes those of interpreter and compiler. */
  readonly kind: EngineKind | undefined;
  readonly settings: EngineSettings;
}

/** Whether bytes begin as an image does, whatever else is wrong with them. */
export function isImage(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new Reader(bytes).bits32() === IMAGE_MAGIC;
}

/**
 * Checks that an image is whole and made for an engine. What was damaged is told as such before what
 * else it looks like.
 * @param words the image's, as many as there are whole ones in its bytes
 * @throws DeserializeError
 */
export function checkHeader(
  words: Int32Array,
  sizeBytes: number,
  { kind, settings }: ImageTarget,
): void {
  const magic = words[HeaderWord.Magic];
  if (magic !== IMAGE_MAGIC) throw notAnImage(magic === MAGIC);
  if (words.length < HeaderWord.Count) throw wrongLength(sizeBytes, HeaderWord.Count * 4);
  const format = words[HeaderWord.Format]!;
  if ((format & 0xffff) !== ImageFormat.Current) throw otherFormat(format & 0xffff);
  const length = words[HeaderWord.Length]! >>> 0;
  if (sizeBytes !== length) throw wrongLength(sizeBytes, length);
  if (words[HeaderWord.Checksum] !== checksumOf(words)) throw wrongChecksum();
  if (words[HeaderWord.Version] !== VERSION) throw otherVersion(words[HeaderWord.Version]!);
  const made: EngineKind = format >> 16;
  const wanted = kind ?? (made === EngineKind.Compiler ? made : EngineKind.Interpreter);
  if (made !== wanted) throw otherEngine(made, wanted);
  if (words[HeaderWord.Fingerprint] !== CODE_FINGERPRINT) throw otherInstructions();
  const missing = words[HeaderWord.Features]! & ~settings.features;
  if ((missing & Feature.AnyPageSize) !== 0) throw otherOption('anyPageSize', true);
  if (missing !== 0) throw otherFeature(missing & -missing);
  const absent = notImported(words[HeaderWord.Features]!);
  if (absent !== 0) throw absentFeature(absent & -absent);
  const consumesFuel = (words[HeaderWord.Options]! & ImageOption.ConsumeFuel) !== 0;
  if (consumesFuel !== settings.consumeFuel) throw otherOption('consumeFuel', consumesFuel);
}
