import { Feature } from '../opcodes/feature.js';
import { hooks, type Hooks } from '../hooks.js';
import type { Reader } from './reader.js';

/** @throws CompileError in programs that lack the extension */
export function tagReaders(reader: Reader): Pick<Hooks, 'readTagType' | 'readTags'> {
  reader.require(Feature.ExceptionHandling, reader.position);
  return hooks as Hooks;
}
