import type { FunctionType } from '../../types/function-type.js';
import type { GlobalType } from '../../types/global-type.js';
import type { Limits } from '../../types/limits.js';
import { DEFAULT_PAGE_SIZE_LOG2, type MemoryType } from '../../types/memory-type.js';
import type { TableType } from '../../types/table-type.js';
import { type ValueType, valueTypeName } from '../../types/value-type.js';

/** `(param i32 i64)`, or whatever the keyword is; nothing for no types. */
export function typesText(keyword: string, types: readonly ValueType[]): string {
  return types.length === 0 ? '' : `(${[keyword, ...types.map(valueTypeName)].join(' ')})`;
}

/** The parts of a text that are there, with a space between. */
export function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** `(param i32) (result i64)`. */
export function functionTypeText({ params, results }: FunctionType): string {
  return words(typesText('param', params), typesText('result', results));
}

function limitsText({ minimum, maximum }: Limits): string {
  return maximum === undefined ? sizeText(minimum) : `${sizeText(minimum)} ${sizeText(maximum)}`;
}

/** A double stands for 2^64 - 1, which it cannot hold. */
function sizeText(size: number): string {
  return String(size < 2 ** 64 ? BigInt(size) : 2n ** 64n - 1n);
}

export function tableTypeText(type: TableType): string {
  return words(type.is64 ? 'i64' : '', limitsText(type), valueTypeName(type.element));
}

/** `1 2`, `i64 1`, `300 1024 (pagesize 1)`. */
export function memoryTypeText(type: MemoryType): string {
  const custom = type.pageSizeLog2 !== DEFAULT_PAGE_SIZE_LOG2;
  return words(
    type.is64 ? 'i64' : '',
    limitsText(type),
    custom ? `(pagesize ${type.pageSize})` : '',
  );
}

export function globalTypeText({ content, mutable }: GlobalType): string {
  return mutable ? `(mut ${valueTypeName(content)})` : valueTypeName(content);
}
