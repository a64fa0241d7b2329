/** The entry `wasmote/exception-handling`: importing it adds exceptions. */
import './extensions/exception-handling/register.js';
import { EXCEPTIONS } from './embedding/webassembly/exceptions.js';
import { KINDS } from './embedding/webassembly/kinds.js';
import {
  standardPrototypes,
  standardState,
  WebAssembly,
} from './embedding/webassembly/namespace.js';
import { TryTableWriter } from './interpreter/try-tables.js';
import { unwind } from './interpreter/unwind.js';
import { Tag } from './runtime/tag.js';
import { hooks, type Hooks } from './hooks.js';

KINDS.push(Tag);
Object.assign(hooks, {
  ...EXCEPTIONS,
  tryTables: (host) => new TryTableWriter(host),
  unwind,
} satisfies Partial<Hooks>);
// Where the host of a mod has preloaded it, it is in flash and stays as it is.
if (Object.isExtensible(WebAssembly)) {
  EXCEPTIONS.extendNamespace(WebAssembly, standardPrototypes, standardState);
}

export { Exception } from './extensions/exception-handling/exception.js';
export { Tag } from './runtime/tag.js';
export { TagType } from './types/tag-type.js';
