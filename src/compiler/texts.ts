/**
 * Texts of functions as images have them: words with where each function's begins, one more with
 * where the last one ends, then the texts in ASCII. A text is the names that it uses, with a space
 * between, `tail` among them when it wants proper tail calls; a line break; and the function. One of
 * no bytes is of a function that stays interpreted.
 */
import { malformedImage } from '../image/errors.js';
import type { ModuleCode } from '../runtime/module.js';
import { asciiOf } from './ascii.js';
import type { Author, FunctionText } from './function-text.js';

/** Among the names, the first. */
export const TAIL = 'tail';

/** @param texts what `textsOf` made, at a multiple of four bytes */
export function readerOf(module: ModuleCode, texts: Uint8Array): Author {
  const count = module.functionCount - module.importedFunctions + 1;
  if (texts.length < count * 4) throw malformedImage('there are fewer texts than functions');
  const starts = new Int32Array(texts.buffer, texts.byteOffset, count);
  return (index) => {
    const own = index - module.importedFunctions;
    return parse(asciiOf(texts.subarray(starts[own], starts[own + 1])));
  };
}

function parse(all: string): FunctionText | undefined {
  if (all === '') return undefined;
  const end = all.indexOf('\n');
  const names = all.slice(0, end).split(' ');
  const hasTailCalls = names[0] === TAIL;
  return {
    text: all.slice(end + 1),
    names: names.filter((name) => name !== TAIL && name !== ''),
    hasTailCalls,
  };
}
