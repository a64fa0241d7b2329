import type { Import } from '../../binary/decoded-module.js';
import type { Extern } from '../../runtime/instance.js';
import { wrongKind } from '../../runtime/link-errors.js';
import { ExternKind } from '../../types/extern-kind.js';
import { GlobalType } from '../../types/global-type.js';
import { hooks } from '../../hooks.js';
import { isReference, ValueType } from '../../types/value-type.js';
import type { Module as RuntimeModule } from '../module.js';
import { hostFunction } from './exported-function.js';
import { globalOf } from './global.js';
import { KINDS } from './kinds.js';
import type { State } from './state.js';
import { isObject } from './webidl.js';

/**
 * Finds what a module imports. Whether the types fit is checked when the instance is made.
 * https://webassembly.github.io/spec/js-api/#read-the-imports
 * @throws TypeError when there is no import object, or one of its modules is none
 * @throws LinkError when something of the wrong kind is given
 */
export function readImports(
  state: State,
  module: RuntimeModule,
  importObject: object | undefined,
): Extern[] {
  const imports = module.imports();
  if (imports.length > 0 && importObject === undefined) {
    throw new TypeError('the module has imports: an import object is required');
  }
  let functions = 0;
  return imports.map((declared) => {
    const from = (importObject as Record<string, unknown>)[declared.module];
    if (!isObject(from))
      throw new TypeError(`the import module \`${declared.module}\` is no object`);
    const given = (from as Record<string, unknown>)[declared.name];
    const index = declared.kind === ExternKind.Function ? functions++ : 0;
    const extern =
      state.find(given, KINDS[declared.kind]!) ?? valueOf(state, declared, given, index);
    if (extern === undefined) throw wrongKind(declared);
    return extern;
  });
}

/** What is made of a value that is no object of the API: a function of the host, or a constant. */
function valueOf(
  state: State,
  { kind, type }: Import,
  given: unknown,
  index: number,
): Extern | undefined {
  if (kind === ExternKind.Function) {
    return typeof given === 'function'
      ? (hooks.makeHostFunction ?? hostFunction)(
          state,
          given as (...args: unknown[]) => unknown,
          type,
          index,
        )
      : undefined;
  }
  if (kind !== ExternKind.Global) return undefined;
  const { content } = type;
  if (!isReference(content) && typeof given !== (content === ValueType.I64 ? 'bigint' : 'number')) {
    return undefined;
  }
  try {
    return globalOf(state, new GlobalType(content, false), given);
  } catch {
    // A reference that is not of the type.
    return undefined;
  }
}
