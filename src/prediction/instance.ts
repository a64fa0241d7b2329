import type { Import } from '../binary/decoded-module.js';
import type { Engine } from '../embedding/engine.js';
import { Linker } from '../embedding/linker.js';
import type { Module } from '../embedding/module.js';
import { HostFunc } from '../runtime/func.js';
import { Global } from '../runtime/global.js';
import { type Extern, Instance } from '../runtime/instance.js';
import { Memory } from '../runtime/memory.js';
import { Store } from '../runtime/store.js';
import { Table } from '../runtime/table.js';
import { Tag } from '../runtime/tag.js';
import { ExternKind } from '../types/extern-kind.js';
import type { FunctionType } from '../types/function-type.js';
import type { GlobalType } from '../types/global-type.js';
import type { MemoryType } from '../types/memory-type.js';
import type { TableType } from '../types/table-type.js';
import { TagType } from '../types/tag-type.js';
import { weighCompiledCode, weighCompiler } from './compiled-code.js';
import type { Guest } from './guest.js';
import { HeapUse } from './heap-use.js';
import { Scale } from './scale.js';

/** What a module and its instances take of RAM. */
export interface Weights {
  /** The module, and its file's `Resource`. */
  readonly module: HeapUse;
  /** Functions that the device has compiled: all of them. */
  readonly code: HeapUse;
  /** The same in flash, where it is preloaded. */
  readonly preloaded: HeapUse;
  /** One instance, before its start function has run. */
  readonly instance: HeapUse;
}

/** A `Resource`: instance, buffer of the host, length (sim/resource.c). */
const RESOURCE_SLOTS = 3;

/** Weighs a module and an instance of it, of which nothing is run. */
export function weighGuest(guest: Guest): Weights {
  const { form, module, flash } = guest;
  const store = new Store(module.engine);
  const scale = new Scale(flash);
  scale.weigh(store);
  const whole = scale.weigh(module);
  const isPreloaded = form === 'compiled';
  if (!isPreloaded) whole.add('metadata', RESOURCE_SLOTS);
  const externs = module.imports().map((declared) => externFor(declared, store));
  scale.weigh(...externs);
  return {
    module: isPreloaded ? new HeapUse() : whole.plus(weighCompiler(guest)),
    code: weighCompiledCode(guest),
    preloaded: isPreloaded ? whole : new HeapUse(),
    instance: scale.weigh(instanceOf(module, store, externs)),
  };
}

/** An instance whose start function has not run. */
function instanceOf(module: Module, store: Store, externs: readonly Extern[]): Instance {
  const idle = Object.create(module, { start: { value: -1 } }) as Module;
  const instance = new Instance(store, idle, externs);
  return Object.assign(instance, { module });
}

/** Something that can be imported as what is declared. */
function externFor({ kind, type }: Import, store: Store): Extern {
  switch (kind) {
    case ExternKind.Function:
      return new HostFunc(type as FunctionType, () => undefined);
    case ExternKind.Table:
      return new Table(store, type as TableType);
    case ExternKind.Memory:
      return new Memory(store, type as MemoryType);
    case ExternKind.Global:
      return new Global(type as GlobalType);
    case ExternKind.Tag:
      return new Tag(new TagType(type as FunctionType));
  }
}

/**
 * A linker, with what the imports of modules take once for all instances: their names, functions of
 * the host, and memories, tables and globals no larger than they are asked for.
 */
export function weighLinker(engine: Engine, guests: readonly Guest[]): HeapUse {
  const linker = new Linker(engine);
  const store = new Store(engine);
  const names = new Map<string, Extern | undefined>();
  const scale = new Scale(new Set());
  scale.weigh(engine, store);
  for (const { module } of guests) {
    scale.weigh(module);
    for (const declared of module.imports()) {
      const key = `${declared.module}\0${declared.name}`;
      if (declared.kind !== ExternKind.Function) {
        if (!names.has(key)) names.set(key, externFor(declared, store));
        continue;
      }
      if (!names.has(key)) names.set(key, undefined);
      const typed = `${key}\0${declared.type as FunctionType}`;
      if (!names.has(typed)) names.set(typed, externFor(declared, store));
    }
  }
  return scale.weigh(linker, names);
}
