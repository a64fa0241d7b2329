import { chunkOf, elementsChunk, mapChunk, Slots, stringChunk } from '../budget/allocator.js';
import { Linker } from '../embedding/linker.js';
import { Module } from '../embedding/module.js';
import { HostFunc } from '../runtime/func.js';
import { Instance } from '../runtime/instance.js';
import { Memory } from '../runtime/memory.js';
import { Store } from '../runtime/store.js';
import { Table } from '../runtime/table.js';
import { HeapUse, type UsageKind } from './heap-use.js';

/** Fields and methods of classes that begin with `#`: on XS, objects have both for themselves. */
const PRIVATE_NAMES: readonly (readonly [new (...args: any[]) => object, number])[] = [
  [HostFunc, 1],
  [Linker, 4],
  [Store, 2],
];

/** What a property's value is for; what is not here is for the same as the object that has it. */
const KINDS: readonly (readonly [
  new (...args: any[]) => object,
  Readonly<Record<string, UsageKind>>,
])[] = [
  [
    Store,
    {
      cells: 'valueStack',
      floats: 'valueStack',
      doubles: 'valueStack',
      refs: 'valueStack',
      callers: 'valueStack',
    },
  ],
  [
    Module,
    {
      bytes: 'metadata',
      types: 'metadata',
      tables: 'metadata',
      memories: 'metadata',
      globals: 'metadata',
      globalPlaces: 'metadata',
      code: 'code',
      texts: 'code',
    },
  ],
  [Instance, { globals: 'globals' }],
  [Memory, { view: 'linearMemory' }],
  [Table, { elements: 'tables' }],
];

/** Bytes of a string on XS, where a NUL takes two. */
function bytesOfText(text: string): number {
  return Buffer.byteLength(text.replaceAll('\0', '  '));
}

/**
 * Weighs objects of the runtime as XS would have them. The same classes make them here and there, so
 * what they have here, they have there: what an object has of its own takes a slot each, what it
 * refers to counts where it is met first.
 */
export class Scale {
  private readonly met = new Set<object>();

  /**
   * @param flash buffers, and objects of preloaded modules, which take no RAM
   */
  constructor(private readonly flash: ReadonlySet<object>) {}

  /** What something takes, and all that it refers to and that was not weighed before. */
  weigh(...things: readonly unknown[]): HeapUse {
    const use = new HeapUse();
    for (const thing of things) this.add(use, thing, 'engineObjects');
    return use;
  }

  private add(use: HeapUse, value: unknown, kind: UsageKind): void {
    if (typeof value === 'string') use.add(kind, 0, stringChunk(bytesOfText(value)));
    if (typeof value !== 'object' || value === null) return;
    if (this.met.has(value) || this.flash.has(value)) return;
    this.met.add(value);
    if (ArrayBuffer.isView(value)) {
      use.add(
        kind === 'linearMemory' ? 'engineObjects' : kind,
        value instanceof DataView ? Slots.DataView : Slots.TypedArray,
      );
      this.add(use, value.buffer, kind);
    } else if (value instanceof ArrayBuffer) {
      use.add(kind, 0, chunkOf(value.byteLength));
      use.add(kind === 'linearMemory' ? 'engineObjects' : kind, Slots.ArrayBuffer);
    } else if (Array.isArray(value)) this.addArray(use, value, kind);
    else if (value instanceof Map) this.addMap(use, value, kind);
    else this.addObject(use, value, kind);
  }

  private addArray(use: HeapUse, list: readonly unknown[], kind: UsageKind): void {
    // Frozen lists are constants of preloaded modules.
    if (Object.isFrozen(list)) return;
    use.add(kind, Slots.Array, elementsChunk(Object.keys(list).length));
    list.forEach((element) => this.add(use, element, kind));
  }

  private addMap(use: HeapUse, map: ReadonlyMap<unknown, unknown>, kind: UsageKind): void {
    use.add(kind, Slots.Map + map.size * Slots.MapEntry, mapChunk(map.size));
    for (const [key, value] of map) {
      this.add(use, key, kind);
      this.add(use, value, kind);
    }
  }

  private addObject(use: HeapUse, object: object, kind: UsageKind): void {
    const keys = Object.getOwnPropertyNames(object);
    const hidden = PRIVATE_NAMES.find(([owner]) => object instanceof owner)?.[1] ?? 0;
    use.add(
      kind,
      Slots.Object + keys.length * Slots.Property + (hidden > 0 ? Slots.PrivateFields + hidden : 0),
    );
    const kinds = KINDS.find(([owner]) => object instanceof owner)?.[1];
    for (const key of keys) {
      this.add(use, (object as Record<string, unknown>)[key], kinds?.[key] ?? kind);
    }
  }
}
