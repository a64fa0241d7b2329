/**
 * The form of a precompiled image: a header of words, then sections, all little-endian. Every part
 * begins at a multiple of four bytes, so that a device can use code in place. docs/images.md has it
 * as a table.
 */

/** Changes whenever the header or a section does. */
export const enum ImageFormat {
  Current = 1,
}

/** The words of the header, by their order. */
export const enum HeaderWord {
  /** `IMAGE_MAGIC`, of binary/header.ts. */
  Magic,
  /** Of all words behind it; see checksum.ts. */
  Checksum,
  /** The format in the low half, the `EngineKind` in the high one. */
  Format,
  /** wasmote's version, as version.ts has it. */
  Version,
  /** Of the instructions that the code is made of. */
  Fingerprint,
  /** Bits of `Feature` that the module uses. */
  Features,
  /** Bits of `ImageOption`. */
  Options,
  /** Bytes of the whole image. */
  Length,
  /** How many there are. */
  Count,
}

/** What runs the code of an image. */
export const enum EngineKind {
  Interpreter = 1,
  /** Functions that do not fit a parser are in its images as register code only. */
  Compiler = 2,
  /** A file of JavaScript that has the functions, and the image in it: embedding/compiled-module.ts. */
  File = 3,
}

/** How code was made. */
export const enum ImageOption {
  ConsumeFuel = 1,
}

/** Sections, each a word with its tag, one with its bytes, and these, filled up to whole words. */
export const enum ImageSection {
  /** Counts, types and places, as description.ts has them. */
  Description = 1,
  /** The sections of WebAssembly that instances are made of, a module without code. */
  WebAssembly = 2,
  /** Register code. */
  Code = 3,
  /** Functions as JavaScript, as compiler/texts.ts has them; of images for the compiler. */
  Texts = 4,
  /** One more than the largest tag. */
  End,
}
