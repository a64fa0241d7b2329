/**
 * Data and element segments: read in place from the module's bytes whenever they are copied.
 * https://webassembly.github.io/spec/core/exec/runtime.html#data-instances
 */
import { Claim, chunkBytes } from '../budget/claims.js';
import { EngineSlots } from '../budget/engine-slots.js';
import { readDataSegment, readDataSegmentCount, type DataSegment } from '../binary/data-section.js';
import {
  type ElementSegment,
  ElementMode,
  readElementCount,
  readElementSegment,
} from '../binary/element-section.js';
import { Reader } from '../binary/reader.js';
import { SectionId } from '../binary/section-id.js';
import { trap } from '../errors/errors.js';
import { TrapCode } from '../errors/trap-code.js';
import { hooks } from '../hooks.js';
import { ValueType } from '../types/value-type.js';
import { openSection } from './section.js';
import { evaluate } from './constant-expression.js';
import type { Instance, InstanceExtras } from './instance.js';
import type { Memory } from './memory.js';
import { ModuleTrait } from './module.js';
import type { Table } from './table.js';

/** Copies the active segments of a new instance; the others wait for `table.init`. */
export function initializeTables(instance: Instance): void {
  const reader = openElements(instance);
  if (reader === undefined) return;
  for (let index = 0, count = readElementCount(reader); index < count; index++) {
    const segment = readElementSegment(reader);
    if (segment.mode === ElementMode.Active) {
      const offset = offsetAt(instance, segment.offsetStart);
      copyItems(instance, segment, instance.tables[segment.table]!, offset, 0, segment.count);
    }
    if (segment.mode !== ElementMode.Passive) dropElements(instance, index);
  }
}

/** Copies the active segments of a new instance; the others wait for `memory.init`. */
export function initializeMemories(instance: Instance): void {
  const reader = openData(instance);
  if (reader === undefined) return;
  for (let index = 0, count = readDataSegmentCount(reader); index < count; index++) {
    const segment = readDataSegment(reader);
    if (!segment.active) continue;
    const offset = offsetAt(instance, segment.offsetStart);
    copyBytes(instance, segment, instance.memoryAt(segment.memory), offset, 0, segment.size);
    dropData(instance, index);
  }
}

/** The offset of an active segment, of 32 bits or 64; as a double it is exact where anything is in bounds. */
function offsetAt(instance: Instance, start: number): number {
  const { low, high } = evaluate(new Reader(instance.module.bytes, start), instance);
  return (high >>> 0) * 4294967296 + (low >>> 0);
}

/** `memory.init`. @throws RuntimeError out of bounds memory access */
export function copyData(
  instance: Instance,
  index: number,
  memory: Memory,
  target: number,
  source: number,
  count: number,
): void {
  copyBytes(instance, dataOf(instance, index), memory, target, source, count);
}

/** `table.init`. @throws RuntimeError out of bounds table access */
export function copyElements(
  instance: Instance,
  index: number,
  table: Table,
  target: number,
  source: number,
  count: number,
): void {
  copyItems(instance, elementsOf(instance, index), table, target, source, count);
}

/** `data.drop` */
export function dropData(instance: Instance, index: number): void {
  // Active segments need no mark where no instruction can name them.
  if ((instance.module.traits & ModuleTrait.NamesSegments) === 0) return;
  const extras = extrasOf(instance);
  extras.droppedData = mark(instance, extras.droppedData, index);
}

/** `elem.drop` */
export function dropElements(instance: Instance, index: number): void {
  if ((instance.module.traits & ModuleTrait.NamesSegments) === 0) return;
  const extras = extrasOf(instance);
  extras.droppedElements = mark(instance, extras.droppedElements, index);
}

export function extrasOf(instance: Instance): InstanceExtras {
  if (instance.extras === undefined) {
    instance.store.need(Claim.EngineObjects, 0, EngineSlots.Extras);
    instance.give('extras', { memories: [], droppedData: undefined, droppedElements: undefined });
  }
  return instance.extras!;
}

function mark(instance: Instance, set: Uint8Array | undefined, index: number): Uint8Array {
  const byte = index >> 3;
  let bits = set;
  if (bits === undefined || bits.length <= byte) {
    // What it replaces, a byte less, stays counted: most modules have no more than eight segments.
    instance.store.need(Claim.EngineObjects, chunkBytes(byte + 1), EngineSlots.SegmentSet);
    bits = new Uint8Array(byte + 1);
    if (set !== undefined) bits.set(set);
  }
  bits[byte]! |= 1 << (index & 7);
  return bits;
}

function isDropped(set: Uint8Array | undefined, index: number): boolean {
  return set !== undefined && ((set[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
}

/** What a dropped segment is like: empty. */
const NO_DATA: DataSegment = Object.freeze({
  active: false,
  memory: 0,
  offsetStart: 0,
  start: 0,
  size: 0,
});
const NO_ELEMENTS: ElementSegment = Object.freeze({
  mode: ElementMode.Passive,
  table: 0,
  offsetStart: 0,
  type: 0 as never,
  count: 0,
  itemsStart: 0,
  expressions: false,
});

function openData(instance: Instance): Reader | undefined {
  return openSection(instance.module, SectionId.Data);
}

function openElements(instance: Instance): Reader | undefined {
  return openSection(instance.module, SectionId.Element);
}

/** A data segment, an empty one once it was dropped. */
export function dataOf(instance: Instance, index: number): DataSegment {
  return isDropped(instance.extras?.droppedData, index) ? NO_DATA : dataSegment(instance, index);
}

/** An element segment, an empty one once it was dropped. */
export function elementsOf(instance: Instance, index: number): ElementSegment {
  return isDropped(instance.extras?.droppedElements, index)
    ? NO_ELEMENTS
    : elementSegment(instance, index);
}

function dataSegment(instance: Instance, index: number): DataSegment {
  const reader = openData(instance)!;
  readDataSegmentCount(reader);
  let segment = readDataSegment(reader);
  for (let i = 0; i < index; i++) segment = readDataSegment(reader);
  return segment;
}

function elementSegment(instance: Instance, index: number): ElementSegment {
  const reader = openElements(instance)!;
  readElementCount(reader);
  let segment = readElementSegment(reader);
  for (let i = 0; i < index; i++) segment = readElementSegment(reader);
  return segment;
}

function copyBytes(
  instance: Instance,
  segment: DataSegment,
  memory: Memory,
  target: number,
  source: number,
  count: number,
): void {
  if (source + count > segment.size || target + count > memory.dataSize) {
    throw trap(TrapCode.OutOfBoundsMemoryAccess);
  }
  const start = segment.start + source;
  new Uint8Array(memory.buffer, target, count).set(
    instance.module.bytes.subarray(start, start + count),
  );
}

function copyItems(
  instance: Instance,
  segment: ElementSegment,
  table: Table,
  target: number,
  source: number,
  count: number,
): void {
  const { elements, owner, type } = table;
  // In a table of anything, a number is no function.
  const own = owner === instance && type.element === ValueType.FuncRef;
  readItems(instance, segment, source, count, elements, target, own);
}

/**
 * Evaluates items of a segment into a list.
 * @param own whether a function of the instance may stay an index
 * @throws RuntimeError out of bounds table access
 */
export function readItems(
  instance: Instance,
  segment: ElementSegment,
  source: number,
  count: number,
  to: any[],
  target: number,
  own: boolean,
): void {
  if (source + count > segment.count || target + count > to.length) {
    throw trap(TrapCode.OutOfBoundsTableAccess);
  }
  const reader = new Reader(instance.module.bytes, segment.itemsStart);
  for (let i = -source; i < count; i++) {
    if (segment.expressions) {
      const { evaluateItem } = hooks;
      const value: unknown =
        evaluateItem === undefined
          ? evaluate(reader, instance).low
          : evaluateItem(reader, instance);
      if (i >= 0) to[target + i] = value;
    } else {
      const index = reader.u32();
      if (i >= 0) to[target + i] = own ? index : instance.functionAt(index);
    }
  }
}
