/** Writes texts of functions for images. Not part of what devices get. */
import type { ModuleCode } from '../runtime/module.js';
import { validateModule } from '../validation/module-validator.js';
import { authorOf } from './author.js';
import type { FunctionText } from './function-text.js';
import { parserLimits } from './parser-limits.device.js';
import { Survey } from './survey.js';
import { TAIL } from './texts.js';

/**
 * What `readerOf` reads: the functions as boards would compile them.
 * @param source the module's bytes
 */
export function textsOf(module: ModuleCode, source: Uint8Array): Uint8Array {
  let survey: Survey | undefined;
  const { features } = module.settings;
  validateModule(source, features, (decoded) => (survey = new Survey(decoded, undefined)));
  const author = authorOf(module, source, survey!, parserLimits);
  const count = module.functionCount - module.importedFunctions;
  const starts = new Int32Array(count + 1);
  const texts: string[] = [];
  let at = starts.byteLength;
  for (let own = 0; own < count; own++) {
    starts[own] = at;
    const text = toText(author(module.importedFunctions + own));
    texts.push(text);
    at += text.length;
  }
  starts[count] = at;
  const bytes = new Uint8Array(at);
  bytes.set(new Uint8Array(starts.buffer));
  const all = texts.join('');
  for (let i = 0; i < all.length; i++) bytes[starts.byteLength + i] = all.charCodeAt(i);
  return bytes;
}

function toText(made: FunctionText | undefined): string {
  if (made === undefined) return '';
  const { text, names, hasTailCalls } = made;
  return `${[...(hasTailCalls ? [TAIL] : []), ...names].join(' ')}\n${text}`;
}
