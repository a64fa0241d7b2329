import { BOARD_HEAP, chunkOf, elementsChunk, Slots } from '../budget/allocator.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import type { ModuleCode } from '../runtime/module.js';
import { resultType } from '../types/result-type.js';
import type { ValueType } from '../types/value-type.js';

/** What a module has beside `texts`. */
const PROPERTIES = 14;

const { slotBytes } = BOARD_HEAP;

/** Slots of a type: an object with so many properties. */
const FUNCTION_TYPE = Slots.Object + 2 * Slots.Property;
const TABLE_TYPE = Slots.Object + 4 * Slots.Property;
const MEMORY_TYPE = Slots.Object + 4 * Slots.Property;
const GLOBAL_TYPE = Slots.Object + 2 * Slots.Property;

/**
 * What a module takes of RAM, once for all its instances. Compiled ahead of time or otherwise
 * preloaded, all of it lies in flash.
 */
export function moduleUsage(module: ModuleCode): MemoryUsage {
  if (isPreloaded(module)) return NOTHING;
  const { bytes, code, texts, types, tables, memories, globals, globalPlaces, executor } = module;
  let metadata = viewBytes(bytes) + slotBytes * Slots.Array + elementsChunk(types.length);
  for (const { params, results, id } of types) {
    // Those of garbage collection are the program's: of all modules with equal ones.
    if (id !== undefined) continue;
    metadata += slotBytes * FUNCTION_TYPE + typesBytes(params) + typesBytes(results);
  }
  metadata +=
    listBytes(tables, TABLE_TYPE) +
    listBytes(memories, MEMORY_TYPE) +
    listBytes(globals, GLOBAL_TYPE) +
    listBytes(globalPlaces, 0);
  let properties = PROPERTIES + (texts === undefined ? 0 : 1);
  let held = 0;
  if (module.claims !== undefined) {
    properties++;
    // A list that has nothing but the total.
    held = slotBytes * Slots.Array + elementsChunk(1);
  }
  return {
    ...NOTHING,
    code: viewBytes(code) + (texts === undefined ? 0 : viewBytes(texts)) + (executor.ramBytes ?? 0),
    metadata,
    engineObjects: slotBytes * (Slots.Object + properties * Slots.Property) + held,
  };
}

const NOTHING: MemoryUsage = Object.freeze({
  linearMemory: 0,
  tables: 0,
  globals: 0,
  valueStack: 0,
  code: 0,
  metadata: 0,
  engineObjects: 0,
});

/** Whether a module was made when the program was built: what XS has preloaded cannot be written. */
function isPreloaded({ bytes }: ModuleCode): boolean {
  if (!(bytes.buffer instanceof ArrayBuffer)) return false;
  try {
    bytes[0] = bytes[0]!;
    return false;
  } catch {
    return true;
  }
}

/** A typed array; with its buffer, unless that is a `Resource` in flash. */
function viewBytes({ buffer }: ArrayBufferView): number {
  const view = slotBytes * Slots.TypedArray;
  if (!(buffer instanceof ArrayBuffer)) return view;
  return view + slotBytes * Slots.ArrayBuffer + chunkOf(buffer.byteLength);
}

/** A list of objects of so many slots; empty ones are all the same one. */
function listBytes(list: readonly unknown[], slots: number): number {
  if (list.length === 0) return 0;
  return slotBytes * (Slots.Array + slots * list.length) + elementsChunk(list.length);
}

/** Lists of one type or none are shared. */
function typesBytes(types: readonly ValueType[]): number {
  return resultType(types) === types && types.length < 2 ? 0 : listBytes(types, 0);
}
