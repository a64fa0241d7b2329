import type { ModuleCode } from '../runtime/module.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import type { Limits } from '../types/limits.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';

/** The largest number that the binary format has; doubles round it to 2^64. */
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** The form of a function type. */
const FUNCTION = 0x60;

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
  return Uint8Array.from([
    ...number(module.functionCount),
    ...number(module.importedFunctions),
    ...number(module.start + 1),
    module.traits,
    ...list(types, functionType),
    ...list(tables, tableType),
    ...list(memories, memoryType),
    ...list(globals, globalType),
    ...list(globalPlaces, number),
  ]);
}

/** LEB128 of an unsigned number. */
function number(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt(value);
  if (rest > MAX_U64) rest = MAX_U64;
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

function list<T>(items: readonly T[], write: (item: T) => number[]): number[] {
  return [...number(items.length), ...items.flatMap(write)];
}

function functionType({ params, results }: FunctionType): number[] {
  return [FUNCTION, ...list(params, (type) => [type]), ...list(results, (type) => [type])];
}

function tableType(type: TableType): number[] {
  return [type.element, ...limits(type, type.is64 ? IS_64 : 0)];
}

function memoryType(type: MemoryType): number[] {
  return [...limits(type, PAGE_SIZE | (type.is64 ? IS_64 : 0)), type.pageSizeLog2];
}

function limits({ minimum, maximum }: Limits, flags: number): number[] {
  if (maximum === undefined) return [flags, ...number(minimum)];
  return [flags | MAXIMUM, ...number(minimum), ...number(maximum)];
}

function globalType({ content, mutable }: GlobalType): number[] {
  return [content, mutable ? 1 : 0];
}
