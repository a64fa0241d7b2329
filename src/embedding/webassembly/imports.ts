import type { Import } from '../../binary/decoded-module.js';
import { LinkError } from '../../errors/errors.js';
import { Func } from '../../runtime/func.js';
import { Global as RuntimeGlobal } from '../../runtime/global.js';
import type { Extern } from '../../runtime/instance.js';
import { Memory as RuntimeMemory } from '../../runtime/memory.js';
import { Table as RuntimeTable } from '../../runtime/table.js';
import { ExternKind, externKindName } from '../../types/extern-kind.js';
import { GlobalType } from '../../types/global-type.js';
import { ValueType } from '../../types/value-type.js';
import type { Module as RuntimeModule } from '../module.js';
import { hostFunction } from './exported-function.js';
import type { State } from './state.js';
import { toWebAssembly } from './value.js';
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
    const extern = externOf(state, declared, given, index);
    if (extern !== undefined) return extern;
    const kind = externKindName(declared.kind);
    throw new LinkError(
      `incompatible import type for \`${declared.module}::${declared.name}\`: expected a ${kind}`,
    );
  });
}

/** What an import is given; undefined when that is of the wrong kind. */
function externOf(
  state: State,
  { kind, type }: Import,
  given: unknown,
  index: number,
): Extern | undefined {
  switch (kind) {
    case ExternKind.Function:
      if (typeof given !== 'function') return undefined;
      return (
        state.find(given, Func) ??
        hostFunction(state, given as (...args: unknown[]) => unknown, type, index)
      );
    case ExternKind.Table:
      return state.find(given, RuntimeTable);
    case ExternKind.Memory:
      return state.find(given, RuntimeMemory);
    case ExternKind.Global:
      return state.find(given, RuntimeGlobal) ?? constantOf(state, type.content, given);
  }
}

/** An immutable global of a value, which is given in its place. */
function constantOf(state: State, type: ValueType, value: unknown): RuntimeGlobal | undefined {
  switch (type) {
    case ValueType.I64:
      if (typeof value !== 'bigint') return undefined;
      break;
    case ValueType.FuncRef:
      if (value !== null && state.find(value, Func) === undefined) return undefined;
      break;
    case ValueType.ExternRef:
      break;
    default:
      if (typeof value !== 'number') return undefined;
  }
  const global = new RuntimeGlobal(new GlobalType(type, false), toWebAssembly(state, value, type));
  if (value === undefined) global.low = undefined;
  return global;
}
