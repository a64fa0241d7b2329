/** What entries of the library take of a board that a program imports for its modules. */
import { roundedUp } from '../budget/host-aligned-byte-count.js';
import { DefinedType } from '../extensions/function-references/defined-type.js';
import type { FunctionType } from '../types/function-type.js';
import type { Guest } from './guest.js';
import { HeapUse } from './heap-use.js';

/** Flash, preloaded, in bytes: `npm run conformance`. */
const FLASH_BYTES: Readonly<Record<string, number>> = {
  'wasmote/exception-handling': 34_563,
  'wasmote/memory64': 13_868,
  'wasmote/function-references': 31_556,
  'wasmote/gc': 77_675,
  'wasmote/wide-arithmetic': 13_472,
};
/** What each of them has of flash with the others. */
const SHARED_FLASH_BYTES = 8_841;

/** Entries that need another. */
const NEEDS: Readonly<Record<string, string>> = { 'wasmote/gc': 'wasmote/function-references' };

/**
 * What keeps the types of all modules, where there are structures, arrays or typed functions, and what
 * it takes for each of them: its lists have room for some from the start. Measured of 2, 4 and 60 types.
 */
const REGISTRY_SLOTS = 32;
const REGISTRY_CHUNK_BYTES = 1452;
const FIRST_TYPES = 4;
const FIRST_TYPE_BYTES = 8;
const TYPE_BYTES = 48;
/** The same where all of the types are preloaded. */
const PRELOADED_REGISTRY_CHUNK_BYTES = 1032;

/** What exceptions leave when the first module that has some is loaded. */
const EXCEPTION_SLOTS = 6;
const EXCEPTION_CHUNK_BYTES = 24;

const TYPED: readonly string[] = ['wasmote/function-references', 'wasmote/gc'];

const isDefined = (type: FunctionType): boolean => type instanceof DefinedType;

/** Entries in the order in which they are named first. */
export function entriesOf(guests: readonly Guest[]): string[] {
  return [...new Set(guests.flatMap(({ entries }) => entries))];
}

/** Flash of entries, in bytes. */
export function flashOfEntries(entries: readonly string[]): number {
  const alone = entries.filter((entry) => !entries.some((other) => NEEDS[other] === entry));
  return alone.reduce(
    (sum, entry) => sum + (FLASH_BYTES[entry] ?? 0) - SHARED_FLASH_BYTES,
    alone.length > 0 ? SHARED_FLASH_BYTES : 0,
  );
}

function registryBytes(types: number): number {
  const first = Math.min(types, FIRST_TYPES);
  return REGISTRY_CHUNK_BYTES + FIRST_TYPE_BYTES * first + TYPE_BYTES * (types - first);
}

/** RAM of what entries keep for modules, whatever is in these. */
export function weighEntries(guests: readonly Guest[]): HeapUse {
  const use = new HeapUse();
  const loaded = guests.filter(({ form }) => form !== 'compiled');
  if (loaded.some(({ entries }) => entries.includes('wasmote/exception-handling'))) {
    use.add('metadata', EXCEPTION_SLOTS, roundedUp(EXCEPTION_CHUNK_BYTES));
  }
  const typed = guests.filter(({ entries }) => entries.some((entry) => TYPED.includes(entry)));
  if (typed.length === 0) return use;
  if (typed.every(({ form }) => form === 'compiled')) {
    use.add('metadata', 0, roundedUp(PRELOADED_REGISTRY_CHUNK_BYTES));
  } else {
    const types = new Set(typed.flatMap(({ module }) => module.types.filter(isDefined)));
    use.add('metadata', REGISTRY_SLOTS, roundedUp(registryBytes(types.size)));
  }
  return use;
}
