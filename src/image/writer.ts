import { IMAGE_MAGIC } from '../binary/header.js';
import { CODE_FINGERPRINT } from '../interpreter/generated/fingerprint.js';
import { checksumOf } from './checksum.js';
import { type EngineKind, HeaderWord, ImageFormat, type ImageSection } from './format.js';
import { VERSION } from './version.js';

/** What the header says of the code. */
export interface ImageTraits {
  readonly kind: EngineKind;
  /** Bits of `Feature`. */
  readonly features: number;
  /** Bits of `ImageOption`. */
  readonly options: number;
}

/** Puts an image together. The machine must be a little-endian one, as every one with XS is. */
export function writeImage(
  { kind, features, options }: ImageTraits,
  sections: readonly (readonly [tag: ImageSection, contents: Uint8Array])[],
): Uint8Array {
  const size = sections.reduce(
    (sum, [, { length }]) => sum + 2 + wordsFor(length),
    HeaderWord.Count,
  );
  const words = new Int32Array(size);
  const bytes = new Uint8Array(words.buffer);
  words[HeaderWord.Magic] = IMAGE_MAGIC;
  words[HeaderWord.Format] = ImageFormat.Current | (kind << 16);
  words[HeaderWord.Version] = VERSION;
  words[HeaderWord.Fingerprint] = CODE_FINGERPRINT;
  words[HeaderWord.Features] = features;
  words[HeaderWord.Options] = options;
  words[HeaderWord.Length] = bytes.length;
  let at = HeaderWord.Count;
  for (const [tag, contents] of sections) {
    words[at] = tag;
    words[at + 1] = contents.length;
    bytes.set(contents, (at + 2) * 4);
    at += 2 + wordsFor(contents.length);
  }
  words[HeaderWord.Checksum] = checksumOf(words);
  return bytes;
}

function wordsFor(bytes: number): number {
  return (bytes + 3) >> 2;
}
