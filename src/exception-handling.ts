/** The entry `wasmote/exception-handling`: importing it adds exceptions. */
import './extensions/exception-handling/register.js';
import { EXCEPTIONS } from './embedding/webassembly/exceptions.js';
import { registerExceptions } from './embedding/webassembly/namespace.js';
import { TryTableWriter } from './interpreter/try-tables.js';
import { registerTryTables } from './interpreter/try-hook.js';
import { unwind } from './interpreter/unwind.js';
import { registerUnwind } from './runtime/recover.js';

registerExceptions(EXCEPTIONS);
registerTryTables((host) => new TryTableWriter(host));
registerUnwind(unwind);

export { Exception } from './extensions/exception-handling/exception.js';
export { Tag } from './runtime/tag.js';
export { TagType } from './types/tag-type.js';
