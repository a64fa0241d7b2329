/**
 * What is alive only while something happens, beyond what lives on: when heaps are nearly full, this
 * decides. Numbers are measured, on 32-bit XS, by making heaps smaller until XS gives up; what would
 * change them fails test/prediction/matrix.test.ts, which predicts how many instances fit.
 */
import {
  BOARD_HEAP,
  elementsChunk,
  grownElementsChunk,
  Slots,
  stringChunk,
} from '../budget/allocator.js';
import { writingNeed } from '../compiler/on-demand.js';
import type { Module } from '../embedding/module.js';
import { startOf } from '../interpreter/host.js';
import { GlobalKind } from '../runtime/global-layout.js';
import { openSection } from '../runtime/section.js';
import { SectionId } from '../binary/section-id.js';
import { ExternKind } from '../types/extern-kind.js';
import { textsByIndex } from './compiled-code.js';
import type { Guest } from './guest.js';
import type { Need } from './need.js';

/** Loading a module of WebAssembly: sections decoded, code translated; an image needs a third. */
const LOADING: Need = { slots: 240, chunkBytes: 1920 };

/** Slots at the beginning of an instantiation, of which nothing is there yet. */
const BEGINNING_SLOTS = 44;
/** Slots when a memory, the last global, or the last table is made, beyond all made so far. */
const MEMORY_SLOTS = 26;
const GLOBALS_SLOTS = 32;
const TABLES_SLOTS = 26;
/** Slots while active segments are copied: data; functions; expressions. */
const DATA_SLOTS = 28;
const ELEMENTS_SLOTS = 31;
/** Bytes of chunks in all that, strings and code of closures. */
const INSTANTIATING_BYTES = 360;

/** A decoded import: an object of four properties; and what a linker looks it up with. */
const IMPORT_SLOTS = Slots.Object + 4 * Slots.Property + 2;

/** A call by name reads all exports, of an object each, to find one. */
const CALL_SLOTS = 19;
const EXPORT_SLOTS = Slots.Object + 3 * Slots.Property;
const CALL_BYTES = 60;
/** Characters of a name that are decoded together: binary/utf8.ts. */
const JOINED_CHARACTERS = 32;

/** A text of an image becomes a method: it is there, and what it is joined of. */
const EVALUATING: Need = { slots: 40, chunkBytes: 300 };

/** While a module is loaded, beyond the module. */
export function loadingNeed(codeBytes: number): Need {
  return { slots: LOADING.slots, chunkBytes: LOADING.chunkBytes + 2 * codeBytes };
}

/** While a function is compiled on the device, beyond what stays of it: that of all that takes most. */
export function compilingNeed(guest: Guest): Need {
  if (guest.form === 'image-compiler') {
    const longest = Math.max(
      0,
      ...[...textsByIndex(guest).values()].map(({ text }) => text.length),
    );
    return { slots: EVALUATING.slots, chunkBytes: EVALUATING.chunkBytes + 3 * longest };
  }
  return writingNeed(longestFunction(guest.module));
}

/** Words of register code of the longest function. */
function longestFunction({ code, functionCount, importedFunctions }: Module): number {
  const count = functionCount - importedFunctions;
  let most = 0;
  for (let own = 0; own < count; own++) {
    const end = own + 1 < count ? startOf(code, own + 1) : code.length;
    most = Math.max(most, end - startOf(code, own));
  }
  return most;
}

/** While an instance is made, beyond the instance. */
export function instantiatingNeed(module: Module, instance: Need): Need {
  const { globalPlaces, globals, tables, memories } = module;
  const imports = module.imports();
  const own = (kind: ExternKind, all: number): number =>
    all - imports.filter((found) => found.kind === kind).length;
  const has = (id: SectionId): boolean => openSection(module, id) !== undefined;
  const tablesMade = own(ExternKind.Table, tables.length);
  const plain = globalPlaces.filter((place) => (place & 3) !== GlobalKind.Constant);
  const lastShared = (plain.at(-1)! & 3) === GlobalKind.Shared;
  const needs = [BEGINNING_SLOTS - instance.slots];
  if (own(ExternKind.Memory, memories.length) > 0) needs.push(MEMORY_SLOTS);
  if (own(ExternKind.Global, globals.length) > 0 && plain.length > 0) {
    needs.push(GLOBALS_SLOTS - (lastShared ? 4 : 0) - 10 * tablesMade);
  }
  if (tablesMade > 0) needs.push(TABLES_SLOTS);
  if (has(SectionId.Data)) needs.push(DATA_SLOTS);
  if (has(SectionId.Element)) needs.push(ELEMENTS_SLOTS);
  const names = imports.reduce(
    (sum, found) => sum + stringChunk(found.name.length) + stringChunk(found.module.length),
    0,
  );
  return {
    slots: Math.max(...needs) + IMPORT_SLOTS * imports.length,
    chunkBytes:
      Math.max(INSTANTIATING_BYTES, pushingBytes(plain.length)) +
      names +
      2 * elementsChunk(imports.length),
  };
}

/** While a function that is called by name is looked for among the exports. */
export function callingNeed(module: Module): Need {
  const names = module.exports().map(({ name }) => name.length);
  const characters = Math.min(JOINED_CHARACTERS, Math.max(0, ...names));
  const strings = names.reduce((sum, length) => sum + stringChunk(length), 0);
  const list = pushingBytes(names.length);
  return {
    slots: CALL_SLOTS + EXPORT_SLOTS * names.length,
    chunkBytes:
      CALL_BYTES + strings + Math.max(list, elementsChunk(names.length) + pushingBytes(characters)),
  };
}

/**
 * Bytes of chunks at most while elements are pushed to an array one after the other: whenever it
 * outgrows its chunk, there are two of them.
 */
function pushingBytes(count: number): number {
  let most: number = elementsChunk(count);
  let room = 0;
  for (let size = 1; size <= count; size++) {
    if (size <= room) continue;
    const grown = grownElementsChunk(size);
    most = Math.max(most, elementsChunk(size - 1) + grown);
    room = Math.floor((grown - elementsChunk(1) + BOARD_HEAP.slotBytes) / BOARD_HEAP.slotBytes);
  }
  return most;
}
