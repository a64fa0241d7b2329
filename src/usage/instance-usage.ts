import { BOARD_HEAP, chunkOf, elementsChunk } from '../budget/allocator.js';
import { chunkBytes } from '../budget/claims.js';
import { EngineSlots } from '../budget/engine-slots.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import { SectionId } from '../binary/section-id.js';
import { Global } from '../runtime/global.js';
import type { Instance } from '../runtime/instance.js';
import { openSection } from '../runtime/section.js';
import { CollectedUsage } from './collected-usage.js';

const { slotBytes } = BOARD_HEAP;

/** What an instance takes of RAM: what it imports belongs to those who made it. */
export function instanceUsage(instance: Instance): MemoryUsage {
  const { module, globals, tables, functions, tags, extras } = instance;
  const { memories } = module;
  let slots: number = EngineSlots.Instance;
  let chunks = 0;
  const list = (count: number): void => {
    if (count === 0) return;
    slots += EngineSlots.ArrayProperty;
    chunks += elementsChunk(count);
  };
  let linearMemory = 0;
  if (memories.length > 0) slots += EngineSlots.MemoryProperty;
  for (let i = memories.length - defined(instance, SectionId.Memory); i < memories.length; i++) {
    linearMemory += chunkBytes(instance.memoryAt(i).dataSize);
    slots += EngineSlots.Memory;
  }
  let tableBytes = 0;
  for (const table of tables) {
    if (table.owner !== instance) continue;
    tableBytes += elementsChunk(table.size);
    slots += EngineSlots.Table;
  }
  list(tables.length);
  const importedGlobals = module.globals.length - defined(instance, SectionId.Global);
  const collected = new CollectedUsage();
  globals.forEach((global, i) => {
    if (!(global instanceof Global)) collected.add(global);
    else if (i >= importedGlobals) {
      slots += EngineSlots.Global;
      collected.add(global.low);
    }
  });
  if (globals.length > 0) slots += EngineSlots.ArrayProperty;
  list(tags.length);
  slots += EngineSlots.Tag * defined(instance, SectionId.Tag);
  let kept = 0;
  functions.forEach((_, index) => {
    kept++;
    if (index >= module.importedFunctions) slots += EngineSlots.Function;
  });
  list(kept);
  if (extras !== undefined) {
    slots += EngineSlots.Extras;
    chunks += elementsChunk(extras.memories.length);
    for (const set of [extras.droppedData, extras.droppedElements]) {
      if (set === undefined) continue;
      slots += EngineSlots.SegmentSet;
      chunks += chunkOf(set.length);
    }
  }
  return {
    linearMemory,
    tables: tableBytes,
    globals: elementsChunk(globals.length),
    valueStack: 0,
    code: 0,
    metadata: 0,
    engineObjects: slotBytes * slots + chunks + collected.bytes,
  };
}

/** How many memories, globals or tags the module itself defines. */
function defined(
  { module }: Instance,
  section: SectionId.Memory | SectionId.Global | SectionId.Tag,
): number {
  const reader = openSection(module, section);
  return reader === undefined ? 0 : reader.u32();
}
