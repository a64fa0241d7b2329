import { readGlobalType } from '../binary/global-section.js';
import { readMemoryType } from '../binary/memory-section.js';
import { Reader } from '../binary/reader.js';
import { readTableType } from '../binary/table-section.js';
import { readTypes } from '../binary/type-section.js';
import { CompileError } from '../errors/errors.js';
import type { ModuleCode } from '../runtime/module.js';
import { MAX_TABLES } from '../types/maximum.js';
import { malformedImage } from './errors.js';
import { EngineKind, HeaderWord, ImageSection } from './format.js';
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
  | 'traits'
  | 'texts'
>;

/** What reading an image takes of RAM whatever is in it; and for each byte that says what there is. */
const ALWAYS_BYTES = 2048;
const BYTES_PER_DESCRIPTION_BYTE = 64;

/**
 * Reads an image: checks it whole, and decodes the little that is not used in place.
 * @param inPlace whether code and sections may be views of the bytes; if not, they are copies
 * @throws DeserializeError
 * @throws BudgetExceeded
 */
export function readImage(image: Uint8Array, target: ImageTarget, inPlace: boolean): ImageContents {
  // Views of words need a multiple of four; in flash, images lie at one.
  const isAligned = image.byteOffset % 4 === 0;
  const { budget } = target.settings;
  const needed = ALWAYS_BYTES + image.length * ((isAligned ? 0 : 1) + (inPlace ? 0 : 1));
  budget?.room(needed);
  const bytes = isAligned ? image : image.slice();
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  checkHeader(words, bytes.length, target);
  const sections = sectionsOf(bytes, words);
  const kept = sectionOf(sections, ImageSection.WebAssembly);
  const instructions = sectionOf(sections, ImageSection.Code);
  const isText = words[HeaderWord.Format]! >> 16 === EngineKind.Compiler;
  const texts = isText ? sectionOf(sections, ImageSection.Texts) : undefined;
  const code = new Int32Array(
    instructions.buffer,
    instructions.byteOffset,
    instructions.length >> 2,
  );
  // What `describe` of description.ts wrote.
  const description = sectionOf(sections, ImageSection.Description);
  budget?.room(needed + BYTES_PER_DESCRIPTION_BYTE * description.length);
  const reader = new Reader(description);
  try {
    return {
      ...(texts !== undefined && { texts: inPlace ? texts : texts.slice() }),
      bytes: inPlace ? kept : kept.slice(),
      code: inPlace ? code : code.slice(),
      functionCount: reader.u32(),
      importedFunctions: reader.u32(),
      start: reader.u32() - 1,
      traits: reader.u8(),
      types: readTypes(reader),
      tables: list(reader, readTableType),
      memories: list(reader, readMemoryType),
      globals: list(reader, readGlobalType),
      globalPlaces: list(reader, (from) => from.u32()),
    };
  } catch (error) {
    throw error instanceof CompileError ? malformedImage(error.message) : error;
  }
}

/** The sections by their tags. */
function sectionsOf(bytes: Uint8Array, words: Int32Array): readonly Uint8Array[] {
  const sections: Uint8Array[] = [];
  for (let at = HeaderWord.Count; at < words.length;) {
    const tag = words[at]!;
    const size = words[at + 1]!;
    at += 2;
    if (!(tag > 0 && tag < ImageSection.End && size >= 0 && size <= bytes.length - at * 4)) {
      throw malformedImage(`section ${tag} is unknown, or longer than what is left`);
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

const NONE: readonly never[] = Object.freeze([]);

function list<T>(reader: Reader, read: (reader: Reader) => T): readonly T[] {
  // No list has a larger maximum than that of tables.
  let left = reader.count(MAX_TABLES, 'items');
  // Empty lists are all the same one, which XS keeps in flash.
  if (left === 0) return NONE;
  const items: T[] = [];
  for (; left > 0; left--) items.push(read(reader));
  return items;
}
