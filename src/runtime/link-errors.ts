/** What can be wrong with what is given for an import, in the wording of Wasmtime. */
import type { Import } from '../binary/decoded-module.js';
import { LinkError } from '../errors/errors.js';
import { externKindName } from '../types/extern-kind.js';

export function unknownImport({ module, name, kind }: Import): LinkError {
  return new LinkError(
    `unknown import: \`${module}::${name}\` has not been defined (a ${externKindName(kind)})`,
  );
}

export function incompatibleImport({ module, name }: Import, reason: string): LinkError {
  return new LinkError(`incompatible import type for \`${module}::${name}\`: ${reason}`);
}

/** @param given what else is known */
export function wrongKind(declared: Import, given = ''): LinkError {
  return incompatibleImport(declared, `expected a ${externKindName(declared.kind)}${given}`);
}
