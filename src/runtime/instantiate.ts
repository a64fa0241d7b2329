import { Claim, chunkBytes, XS_SLOT_BYTES } from '../budget/claims.js';
import { EngineSlots } from '../budget/engine-slots.js';
import type { Import } from '../binary/decoded-module.js';
import { readGlobalType } from '../binary/global-section.js';
import { readImports } from '../binary/import-section.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { readTable } from '../binary/table-section.js';
import { LinkError } from '../errors/errors.js';
import { ExternKind, externKindName } from '../types/extern-kind.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import { type Addressed, type Limits, limitsMatch, limitsText } from '../types/limits.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import { MAX_GLOBALS, MAX_TABLES } from '../types/maximum.js';
import { hooks } from '../hooks.js';
import { isFunctionSubtype, isSubtype } from '../types/type-rules.js';
import { is64, valueTypeName } from '../types/value-type.js';
import { evaluate } from './constant-expression.js';
import { Func } from './func.js';
import { Global } from './global.js';
import { GlobalKind } from './global-layout.js';
import type { Extern, Instance } from './instance.js';
import { invoke } from './invoke.js';
import { incompatibleImport, unknownImport, wrongKind } from './link-errors.js';
import { Memory } from './memory.js';
import { type ModuleCode, ModuleTrait } from './module.js';
import { openSection } from './section.js';
import { extrasOf, initializeMemories, initializeTables } from './segment.js';
import type { Store } from './store.js';
import { Table } from './table.js';
import type { Tag } from './tag.js';

/** A module's imports, in order. */
export function importsOf(module: ModuleCode): Import[] {
  const reader = openSection(module, SectionId.Import);
  return reader === undefined ? [] : readImports(reader, module.types);
}

/**
 * Links and initializes a new instance.
 * https://webassembly.github.io/spec/core/exec/modules.html#instantiation
 */
export function instantiate(instance: Instance, externs: readonly Extern[]): void {
  const { store, module } = instance;
  const { limits, instanceCount, memoryCount, tableCount } = store;
  if (module.settings.consumeFuel !== store.settings.consumeFuel) throw otherFuel(module);
  if (instanceCount >= limits.instances!) {
    throw new RangeError(`the store's limit of ${limits.instances} instances is reached`);
  }
  const before = store.claims.slice();
  let shared = false;
  try {
    define(instance, externs);
    store.instanceCount++;
    shared = externs.length > 0;
    initializeTables(instance);
    initializeMemories(instance);
    if (module.start >= 0) invoke(instance, module.start, []);
  } catch (error) {
    // Where nothing can refer to it, it is as if it had never been.
    if (!shared) {
      store.instanceCount = instanceCount;
      store.memoryCount = memoryCount;
      store.tableCount = tableCount;
      store.giveBack(before);
    }
    throw error;
  }
}

/** A module that was compiled ahead of time is of no engine's, and counts fuel or not. */
function otherFuel({ settings }: ModuleCode): Error {
  const [counts, option] = settings.consumeFuel ? ['counts', 'true'] : ['does not count', 'false'];
  return new LinkError(`the module ${counts} fuel: its store needs Config.consumeFuel(${option})`);
}

/** Fills the index spaces: the imports first, then what the module defines. */
function define(instance: Instance, externs: readonly Extern[]): void {
  const { store, module } = instance;
  store.take(Claim.EngineObjects, 0, EngineSlots.Instance);
  if ((module.traits & ModuleTrait.HoldsReferences) !== 0) store.holdReferences('take');
  takeArray(store, Claim.EngineObjects, module.importedFunctions);
  const functions: Func[] = [];
  const tables: Table[] = [];
  const memories: Memory[] = [];
  const globals: Global[] = [];
  const tags: Tag[] = [];
  importsOf(module).forEach((declared, i) => {
    const given = externs[i];
    checkImport(store, declared, given);
    if (given instanceof Func) functions.push(given);
    else if (given instanceof Table) tables.push(given);
    else if (given instanceof Memory) memories.push(given);
    else if (given instanceof Global) globals.push(given);
    else tags.push(given as Tag);
  });
  if (functions.length > 0) instance.give('functions', functions);
  defineMemories(instance, memories);
  defineGlobals(instance, globals);
  defineTables(instance, tables);
  hooks.defineTags?.(instance, tags);
}

function defineMemories(instance: Instance, memories: Memory[]): void {
  const { store, module } = instance;
  for (let i = memories.length; i < module.memories.length; i++) {
    memories.push(new Memory(store, module.memories[i]!));
  }
  if (memories.length > 0) {
    store.take(Claim.EngineObjects, 0, EngineSlots.MemoryProperty);
    instance.give('memory', memories[0]);
  }
  if (memories.length > 1) extrasOf(instance).memories = memories.slice(1);
}

function defineGlobals(instance: Instance, imported: readonly Global[]): void {
  const { module } = instance;
  const { globalPlaces } = module;
  if (globalPlaces.every((place) => (place & 3) === GlobalKind.Constant)) return;
  let slots = 0;
  let elements = imported.length;
  for (let i = elements; i < globalPlaces.length; i++) {
    const kind: GlobalKind = globalPlaces[i]! & 3;
    if (kind === GlobalKind.Shared) slots += EngineSlots.Global;
    if (kind !== GlobalKind.Constant)
      elements += kind === GlobalKind.Plain && is64(module.globals[i]!.content) ? 2 : 1;
  }
  takeArray(instance.store, Claim.Globals, elements, slots);
  const globals: unknown[] = [...imported];
  // Given first: later globals' expressions may read earlier ones.
  instance.give('globals', globals);
  const reader = openSection(module, SectionId.Global);
  if (reader === undefined) return;
  reader.count(MAX_GLOBALS, 'globals');
  for (let i = imported.length; i < globalPlaces.length; i++) {
    const type = readGlobalType(reader);
    const { low, high } = evaluate(reader, instance);
    const kind: GlobalKind = globalPlaces[i]! & 3;
    if (kind === GlobalKind.Shared) globals.push(Global.fromBits(module.globals[i]!, low, high));
    else if (kind === GlobalKind.Plain) {
      globals.push(low);
      if (is64(type.content)) globals.push(high);
    }
  }
}

function defineTables(instance: Instance, tables: Table[]): void {
  const { store, module } = instance;
  const reader = openSection(module, SectionId.Table);
  reader?.count(MAX_TABLES, 'tables');
  const count = module.tables.length;
  takeArray(store, Claim.EngineObjects, count);
  for (let i = tables.length; i < count; i++) {
    const { initStart } = readTable(reader!);
    const initial =
      initStart < 0 ? null : evaluate(new Reader(module.bytes, initStart), instance).low;
    tables.push(new Table(store, module.tables[i]!, initial, instance));
  }
  if (tables.length > 0) instance.give('tables', tables);
}

/** Takes the RAM of an array that an instance has only when there is something in it. */
function takeArray(store: Store, claim: Claim, elements: number, slots = 0): void {
  if (elements > 0)
    store.take(claim, chunkBytes(XS_SLOT_BYTES * elements), EngineSlots.ArrayProperty + slots);
}

/** https://webassembly.github.io/spec/core/valid/matching.html */
function checkImport(store: Store, declared: Import, given: Extern | undefined): void {
  const { kind, type } = declared;
  if (given === undefined) throw unknownImport(declared);
  if (storeOf(given) !== undefined && storeOf(given) !== store) {
    throw incompatibleImport(declared, 'what was given belongs to another store');
  }
  switch (kind) {
    case ExternKind.Function:
      if (!(given instanceof Func)) throw wrongKind(declared);
      if (!isFunctionSubtype(given.type, type as FunctionType)) {
        throw incompatibleImport(declared, `expected type ${type}, but received ${given.type}`);
      }
      break;
    case ExternKind.Table:
      if (!(given instanceof Table)) throw wrongKind(declared);
      checkTable(declared, given, type as TableType);
      break;
    case ExternKind.Memory:
      if (!(given instanceof Memory)) throw wrongKind(declared);
      checkMemory(declared, given, type as MemoryType);
      break;
    case ExternKind.Global:
      if (!(given instanceof Global)) throw wrongKind(declared);
      checkGlobal(declared, given, type as GlobalType);
      break;
    case ExternKind.Tag:
      hooks.checkTag!(declared, given);
  }
}

/** The store that something belongs to; host functions, globals and tags belong to none. */
function storeOf(given: Extern): Store | undefined {
  if (given instanceof Func) return given.instance?.store;
  return (given as { store?: Store }).store;
}

function checkMemory(declared: Import, given: Memory, asked: MemoryType): void {
  checkAddresses(declared, given, asked);
  // Page sizes first: limits in different units cannot be compared.
  if (given.type.pageSizeLog2 !== asked.pageSizeLog2) {
    throw incompatibleImport(
      declared,
      `expected a memory with a page size of ${asked.pageSize}, ` +
        `but received a memory with a page size of ${given.pageSize}`,
    );
  }
  checkLimits(declared, 'memory', given, asked);
}

/** https://webassembly.github.io/spec/core/valid/matching.html#memory-types */
function checkAddresses(declared: Import, { type }: Memory | Table, { is64 }: Addressed): void {
  if (type.is64 !== is64) {
    throw incompatibleImport(
      declared,
      `expected a ${is64 ? 64 : 32}-bit ${externKindName(declared.kind)}`,
    );
  }
}

/** Sizes now are what an import's limits are compared with. */
function checkLimits(
  declared: Import,
  what: string,
  { size, type }: Memory | Table,
  asked: Limits,
): void {
  const now = { minimum: size, maximum: type.maximum };
  if (!limitsMatch(now, asked)) {
    throw incompatibleImport(
      declared,
      `expected ${what} limits (${limitsText(asked)}) doesn't match provided ${what} limits (${limitsText(now)})`,
    );
  }
}

function checkTable(declared: Import, given: Table, asked: TableType): void {
  if (given.type.element !== asked.element) {
    throw incompatibleImport(
      declared,
      `expected table elements of type ${valueTypeName(asked.element)}, ` +
        `but received ${valueTypeName(given.type.element)}`,
    );
  }
  checkAddresses(declared, given, asked);
  checkLimits(declared, 'table', given, asked);
}

function checkGlobal(declared: Import, given: Global, asked: GlobalType): void {
  const { content, mutable } = given.type;
  // What can be set from both sides must be of the same type.
  if (
    mutable !== asked.mutable ||
    !(mutable ? content === asked.content : isSubtype(content, asked.content))
  ) {
    const text = ({ content, mutable }: GlobalType): string =>
      `${mutable ? 'mutable' : 'immutable'} ${valueTypeName(content)}`;
    throw incompatibleImport(declared, `expected ${text(asked)}, but received ${text(given.type)}`);
  }
}
