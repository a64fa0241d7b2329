/** A module's imports with their types, as the JavaScript API's descriptors want them. */
import { Config, Engine, Module } from '../../src/index.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { GlobalType } from '../../src/types/global-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';
import type { TableType } from '../../src/types/table-type.js';
import { valueTypeName, type ValueTypeName } from '../../src/types/value-type.js';

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
  const engine = new Engine(new Config());
  if (!Module.validate(engine, bytes)) return [];
  return new Module(engine, bytes).imports().map((found) => {
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
    }
  });
}

function limits({ minimum, maximum }: { minimum: number; maximum: number | undefined }): {
  initial: number;
  maximum?: number;
} {
  return maximum === undefined ? { initial: minimum } : { initial: minimum, maximum };
}
