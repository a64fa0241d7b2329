import type { MemoryType } from '../types/memory-type.js';

/** Bytes that no memory has where functions of images are for: see `parser-limits.device.ts`. */
const DEVICE_MEMORY = 2 ** 30;

/** Characters of a function. */
const MOST_CHARACTERS = 4_000_000;

/** What the JavaScript engine of this platform, a desktop's, takes of generated code. */
export const parserLimits = Object.freeze({
  /** Node's V8 has no proper tail calls. */
  properTailCalls: false,
  /** Memories may have all 2^32 bytes. */
  largestMemory: Infinity,
  /** Whether modules can be made into images, with the code as it was. */
  serializes: true,
  /** Slots, counted as XS's, that the interpreter takes when compiled code calls a function in it. */
  interpreterSlots: 100,

  mostCharacters: MOST_CHARACTERS,

  /** Whether functions of an image, which are for devices, can use such memories. */
  holds: (memories: readonly MemoryType[]): boolean =>
    memories.every(({ maximum = Infinity, pageSize }) => maximum * pageSize <= DEVICE_MEMORY),

  /** Whether the parser may be given a function. */
  fits(text: string, nesting: number): boolean {
    return nesting < 500 && text.length <= MOST_CHARACTERS;
  },
});
