import type { ModuleCode } from '../runtime/module.js';
import type { GlobalType } from '../types/global-type.js';
import type { Limits } from '../types/limits.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import { list, number } from './numbers.js';
import { TypeWriter } from './type-section.js';

/** Flags of limits, as binary/limits.ts reads them. */
const MAXIMUM = 1;
const IS_64 = 4;
const PAGE_SIZE = 8;

/**
 * What a module has, in the binary format of WebAssembly: how many functions and how many of them
 * imported, the start function plus one, its traits; then lists of
 * function types, table types, memory types, global types, and places of globals.
 */
export function describe(module: ModuleCode): Uint8Array {
  const { types, tables, memories, globals, globalPlaces } = module;
  const writer = new TypeWriter(types);
  return Uint8Array.from([
    ...number(module.functionCount),
    ...number(module.importedFunctions),
    ...number(module.start + 1),
    module.traits,
    ...writer.section(),
    ...list(tables, (type) => tableType(type, writer)),
    ...list(memories, memoryType),
    ...list(globals, (type) => globalType(type, writer)),
    ...list(globalPlaces, number),
  ]);
}

function tableType(type: TableType, writer: TypeWriter): number[] {
  return [...writer.value(type.element), ...limits(type, type.is64 ? IS_64 : 0)];
}

function memoryType(type: MemoryType): number[] {
  return [...limits(type, PAGE_SIZE | (type.is64 ? IS_64 : 0)), type.pageSizeLog2];
}

function limits({ minimum, maximum }: Limits, flags: number): number[] {
  if (maximum === undefined) return [flags, ...number(minimum)];
  return [flags | MAXIMUM, ...number(minimum), ...number(maximum)];
}

function globalType({ content, mutable }: GlobalType, writer: TypeWriter): number[] {
  return [...writer.value(content), mutable ? 1 : 0];
}
