import { readGlobalType } from '../binary/global-section.js';
import { readMemoryType } from '../binary/memory-section.js';
import { Reader } from '../binary/reader.js';
import { readTableType } from '../binary/table-section.js';
import { readTypes } from '../binary/type-section.js';
import { CompileError } from '../errors/errors.js';
import type { ModuleCode } from '../runtime/module.js';
import { MAX_GLOBALS, MAX_MEMORIES, MAX_TABLES } from '../types/maximum.js';
import { malformedImage } from './errors.js';
import { EngineKind, HEADER_WORDS, ImageSection, SECTION_TAGS } from './format.js';
import { checkHeader, type ImageTarget } from './header.js';

/** What an image holds of a module. */
export type ImageContents = Pick<
  ModuleCode,
  | 'bytes'
  | 'code'
  | 'types'
  | 'tables'
  | 'memories'
  | 'globals'
  | 'globalPlaces'
  | 'functionCount'
  | 'importedFunctions'
  | 'start'
  | 'namesSegments'
>;

/**
 * Reads an image: checks it whole, and decodes the little that is not used in place.
 * @param inPlace whether code and sections may be views of the bytes; if not, they are copies
 * @throws DeserializeError
 */
export function readImage(image: Uint8Array, target: ImageTarget, inPlace: boolean): ImageContents {
  // Views of words need a multiple of four; in flash, images lie at one.
  const bytes = image.byteOffset % 4 === 0 ? image : image.slice();
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  checkHeader(bytes, words, target);
  const sections = sectionsOf(bytes, words);
  const description = describedBy(sectionOf(sections, ImageSection.Description));
  const kept = sectionOf(sections, ImageSection.WebAssembly);
  const code =
    target.kind === EngineKind.Interpreter
      ? sectionOf(sections, ImageSection.Code)
      : (sections[ImageSection.Code] ?? new Uint8Array(0));
  const instructions = new Int32Array(code.buffer, code.byteOffset, code.length >> 2);
  return {
    ...description,
    bytes: inPlace ? kept : kept.slice(),
    code: inPlace ? instructions : instructions.slice(),
  };
}

/** The sections by their tags. */
function sectionsOf(bytes: Uint8Array, words: Int32Array): readonly Uint8Array[] {
  const sections: Uint8Array[] = [];
  for (let at = HEADER_WORDS; at < words.length;) {
    const tag = words[at]!;
    const size = words[at + 1]!;
    at += 2;
    if (!(tag > 0 && tag < SECTION_TAGS)) throw malformedImage(`there is no section ${tag}`);
    if (!(size >= 0 && size <= bytes.length - at * 4)) {
      throw malformedImage(`section ${tag} is longer than what is left`);
    }
    sections[tag] = bytes.subarray(at * 4, at * 4 + size);
    at += (size + 3) >> 2;
  }
  return sections;
}

function sectionOf(sections: readonly Uint8Array[], tag: ImageSection): Uint8Array {
  const section = sections[tag];
  if (section === undefined) throw malformedImage(`section ${tag} is missing`);
  return section;
}

/** Reads what `describe` of description.ts wrote. */
function describedBy(section: Uint8Array): Omit<ImageContents, 'bytes' | 'code'> {
  const reader = new Reader(section);
  try {
    return {
      functionCount: reader.u32(),
      importedFunctions: reader.u32(),
      start: reader.u32() - 1,
      namesSegments: reader.u8() !== 0,
      types: readTypes(reader),
      tables: list(reader, MAX_TABLES, readTableType),
      memories: list(reader, MAX_MEMORIES, readMemoryType),
      globals: list(reader, MAX_GLOBALS, readGlobalType),
      globalPlaces: list(reader, MAX_GLOBALS, readNumber),
    };
  } catch (error) {
    throw error instanceof CompileError ? malformedImage(error.message) : error;
  }
}

function readNumber(reader: Reader): number {
  return reader.u32();
}

const NONE: readonly never[] = Object.freeze([]);

function list<T>(reader: Reader, maximum: number, read: (reader: Reader) => T): readonly T[] {
  let left = reader.count(maximum, 'items');
  // Empty lists are all the same one, which XS keeps in flash.
  if (left === 0) return NONE;
  const items: T[] = [];
  for (; left > 0; left--) items.push(read(reader));
  return items;
}
