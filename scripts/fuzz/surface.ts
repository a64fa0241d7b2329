/** What a module imports and exports, as wasmote finds it, for every engine alike. */
import { CompileError, Engine, Module } from '../../src/index.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { GlobalType } from '../../src/types/global-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';
import type { TableType } from '../../src/types/table-type.js';
import { ValueType, valueTypeName, type ValueTypeName } from '../../src/types/value-type.js';
import { canBeMade } from './reference-text.js';
import type { Signature } from './engine.js';

/** What can be called and changed from outside. */
export interface Surface {
  readonly functions: readonly Signature[];
  /** The first exported memory. */
  readonly memory?: string;
  /** The first exported variable of type i32. */
  readonly global?: string;
}

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
    .filter(({ params }) => params.every(canBeMade));
  const memory = exports.find(({ kind }) => kind === ExternKind.Memory);
  const global = exports.find(({ kind, index }) => {
    if (kind !== ExternKind.Global) return false;
    const { content, mutable } = module.globals[index]!;
    return mutable && content === ValueType.I32;
  });
  return {
    functions,
    ...(memory && { memory: memory.name }),
    ...(global && { global: global.name }),
  };
}

function moduleOf(bytes: Uint8Array): Module | undefined {
  try {
    return new Module(new Engine(), bytes);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

export type ImportType = { readonly module: string; readonly name: string } & (
  | {
      readonly kind: 'function';
      readonly params: readonly ValueTypeName[];
      readonly results: readonly ValueTypeName[];
    }
  | { readonly kind: 'memory'; readonly descriptor: WebAssembly.MemoryDescriptor }
  | { readonly kind: 'table'; readonly descriptor: WebAssembly.TableDescriptor }
  | {
      readonly kind: 'global';
      readonly content: ValueTypeName;
      readonly descriptor: WebAssembly.GlobalDescriptor;
    }
);

/** None when the module is invalid for us: then there is nothing to compare. */
export function importTypes(bytes: Uint8Array): ImportType[] {
  return (moduleOf(bytes)?.imports() ?? []).map((found) => {
    const { module, name } = found;
    switch (found.kind) {
      case ExternKind.Function: {
        const { params, results } = found.type as FunctionType;
        return {
          module,
          name,
          kind: 'function',
          params: params.map(valueTypeName),
          results: results.map(valueTypeName),
        };
      }
      case ExternKind.Memory:
        return { module, name, kind: 'memory', descriptor: limits(found.type as MemoryType) };
      case ExternKind.Table: {
        const type = found.type as TableType;
        const element = type.element === 0x6f ? 'externref' : 'anyfunc';
        return { module, name, kind: 'table', descriptor: { ...limits(type), element } };
      }
      case ExternKind.Global: {
        const { content, mutable } = found.type as GlobalType;
        const value = (
          valueTypeName(content) === 'funcref' ? 'anyfunc' : valueTypeName(content)
        ) as WebAssembly.ValueType;
        return {
          module,
          name,
          kind: 'global',
          content: valueTypeName(content),
          descriptor: { value, mutable },
        };
      }
      case ExternKind.Tag:
        throw new Error('no engine to compare with has tags');
    }
  });
}

function limits({ minimum, maximum }: { minimum: number; maximum: number | undefined }): {
  initial: number;
  maximum?: number;
} {
  return maximum === undefined ? { initial: minimum } : { initial: minimum, maximum };
}
