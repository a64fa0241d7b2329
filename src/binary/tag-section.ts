import { Feature } from '../opcodes/feature.js';
import type { FunctionType } from '../types/function-type.js';
import type { Reader } from './reader.js';

/** What reads types of tags: the extension fills it when it is imported. */
export interface TagTypes {
  /** One type: what exceptions with the tag hold are its parameters. */
  one(reader: Reader, types: readonly FunctionType[]): FunctionType;
  /** The contents of the section, which are added to the tags. */
  section(reader: Reader, types: readonly FunctionType[], tags: FunctionType[]): void;
}

const tagTypes: Partial<TagTypes> = {};

/** @throws CompileError in programs that lack the extension */
export function tagTypesFor(reader: Reader): TagTypes {
  reader.require(Feature.ExceptionHandling, reader.position);
  return tagTypes as TagTypes;
}

export { tagTypes };
