/**
 * What a module imports and exports, as wasmote on Node finds it, for every engine alike. Types are told
 * by name: a program in XS has no names of the types that modules define.
 */
import { CompileError, Engine, Module } from '../../src/index.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { GlobalType } from '../../src/types/global-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';
import type { TableType } from '../../src/types/table-type.js';
import { ValueType, valueTypeName, type ValueTypeName } from '../../src/types/value-type.js';
import { canBeMade, isException } from './reference-text.js';
import type { Signature } from './engine.js';

/** What can be called, looked at and changed from outside, and what a module imports. */
export interface Surface {
  readonly functions: readonly Signature[];
  /** The first exported memory. */
  readonly memory?: string;
  /** The first exported variable of type i32. */
  readonly global?: string;
  /** The exported variables and tables, and the type of what each holds. */
  readonly contents: readonly (readonly [name: string, type: ValueTypeName])[];
  /** In the module's order. */
  readonly imports: readonly ImportType[];
}

/** Pages of a memory or elements of a table. */
export interface Size {
  readonly minimum: number;
  readonly maximum?: number;
  /** Whether addresses are 64-bit. */
  readonly is64: boolean;
}

export type ImportType = { readonly module: string; readonly name: string } & (
  | {
      readonly kind: 'function';
      readonly params: readonly ValueTypeName[];
      readonly results: readonly ValueTypeName[];
    }
  | { readonly kind: 'memory'; readonly size: Size }
  | { readonly kind: 'table'; readonly size: Size; readonly element: ValueTypeName }
  | { readonly kind: 'global'; readonly content: ValueTypeName; readonly mutable: boolean }
  | { readonly kind: 'tag'; readonly params: readonly ValueTypeName[] }
);

/** That of what is no module. */
const NO_SURFACE: Surface = { functions: [], contents: [], imports: [] };

/** Undefined when the module is invalid. */
export function surfaceOf(bytes: Uint8Array): Surface | undefined {
  const module = moduleOf(bytes);
  if (module === undefined) return undefined;
  const exports = module.exports();
  const functions = exports
    .filter(({ kind }) => kind === ExternKind.Function)
    .map(({ name, index }) => {
      const { params, results } = module.functionType(index);
      return { name, params: params.map(valueTypeName), results: results.map(valueTypeName) };
    })
    // No exception goes by its reference between a module and JavaScript.
    .filter(
      ({ params, results }) =>
        params.every(canBeMade) && ![...params, ...results].some(isException),
    );
  const memory = exports.find(({ kind }) => kind === ExternKind.Memory);
  const global = exports.find(({ kind, index }) => {
    if (kind !== ExternKind.Global) return false;
    const { content, mutable } = module.globals[index]!;
    return mutable && content === ValueType.I32;
  });
  const contents = exports.flatMap(({ name, kind, index }): [string, ValueTypeName][] => {
    const type =
      kind === ExternKind.Global
        ? module.globals[index]!.content
        : kind === ExternKind.Table
          ? module.tables[index]!.element
          : undefined;
    if (type === undefined || isException(valueTypeName(type))) return [];
    return [[name, valueTypeName(type)]];
  });
  return {
    functions,
    ...(memory && { memory: memory.name }),
    ...(global && { global: global.name }),
    contents,
    imports: module.imports().map(importType),
  };
}

/** The same, or that of what is no module. */
export function surfaceOrNone(bytes: Uint8Array): Surface {
  return surfaceOf(bytes) ?? NO_SURFACE;
}

function moduleOf(bytes: Uint8Array): Module | undefined {
  try {
    return new Module(new Engine(), bytes);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

function importType({
  module,
  name,
  kind,
  type,
}: ReturnType<Module['imports']>[number]): ImportType {
  switch (kind) {
    case ExternKind.Function: {
      const { params, results } = type as FunctionType;
      const [from, to] = [params.map(valueTypeName), results.map(valueTypeName)];
      return { module, name, kind: 'function', params: from, results: to };
    }
    case ExternKind.Memory:
      return { module, name, kind: 'memory', size: sizeOf(type as MemoryType) };
    case ExternKind.Table: {
      const element = valueTypeName((type as TableType).element);
      return { module, name, kind: 'table', size: sizeOf(type as TableType), element };
    }
    case ExternKind.Global: {
      const { content, mutable } = type as GlobalType;
      return { module, name, kind: 'global', content: valueTypeName(content), mutable };
    }
    case ExternKind.Tag:
      return {
        module,
        name,
        kind: 'tag',
        params: (type as FunctionType).params.map(valueTypeName),
      };
  }
}

function sizeOf({ minimum, maximum, is64 }: MemoryType | TableType): Size {
  return maximum === undefined ? { minimum, is64 } : { minimum, maximum, is64 };
}
