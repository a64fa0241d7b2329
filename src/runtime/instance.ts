import type { Export } from '../binary/decoded-module.js';
import { ExternKind } from '../types/extern-kind.js';
import { exportsOf, findExport } from './exports.js';
import { Func } from './func.js';
import { Global } from './global.js';
import { instantiate } from './instantiate.js';
import { invoke } from './invoke.js';
import { Memory } from './memory.js';
import type { ModuleCode } from './module.js';
import type { Store } from './store.js';
import { Table } from './table.js';

/** What can be imported and exported. */
export type Extern = Func | Table | Memory | Global;

/** What an instance rarely has, kept apart so that the others do not pay for the fields. */
export interface InstanceExtras {
  /** Memories after the first. */
  memories: readonly Memory[];
  /** Bit sets of the segments that were dropped. */
  droppedData: Uint8Array | undefined;
  droppedElements: Uint8Array | undefined;
}

/**
 * A module's instance. https://webassembly.github.io/spec/core/exec/runtime.html#module-instances
 *
 * Its size on XS decides how many guests fit a board: a field is 16 bytes.
 */
export class Instance {
  /** The imported functions; behind them, those of its own that were asked for as values. */
  functions: Func[] = NONE;
  tables: readonly Table[] = NONE;
  globals: readonly Global[] = NONE;
  /** The first memory. */
  memory: Memory | undefined = undefined;
  extras: InstanceExtras | undefined = undefined;

  /**
   * Instantiates a module: its active segments are copied and its start function is run.
   * @param externs what is given for the imports, in their order; `Linker` finds it by name
   * @throws LinkError when one does not fit
   * @throws RuntimeError when a segment does not fit or the start function traps: what was written
   *   to imported memories and tables before that stays
   * @throws RangeError when the store's limits refuse it
   */
  constructor(
    readonly store: Store,
    readonly module: ModuleCode,
    externs: readonly Extern[] = [],
  ) {
    instantiate(this, externs);
  }

  /** The memory of the index, which validation has checked. */
  memoryAt(index: number): Memory {
    return index === 0 ? this.memory! : this.extras!.memories[index - 1]!;
  }

  /** The function of the index as a value: the same one each time. */
  functionAt(index: number): Func {
    const made = this.functions[index];
    if (made !== undefined) return made;
    if (this.functions === NONE) this.functions = [];
    return (this.functions[index] = new Func(this, index));
  }

  /** What an export is; undefined where there is none of the name. */
  getExport(name: string): Extern | undefined {
    const found = findExport(this.module, name);
    return found === undefined ? undefined : this.externOf(found);
  }

  /** The exported function of the name. Keep it when it is called often. */
  getFunc(name: string): Func | undefined {
    const found = this.getExport(name);
    return found instanceof Func ? found : undefined;
  }

  getMemory(name: string): Memory | undefined {
    const found = this.getExport(name);
    return found instanceof Memory ? found : undefined;
  }

  getTable(name: string): Table | undefined {
    const found = this.getExport(name);
    return found instanceof Table ? found : undefined;
  }

  getGlobal(name: string): Global | undefined {
    const found = this.getExport(name);
    return found instanceof Global ? found : undefined;
  }

  /** All exports, by name, in the module's order. */
  exports(): [name: string, extern: Extern][] {
    return exportsOf(this.module).map((found) => [found.name, this.externOf(found)]);
  }

  /**
   * Calls an exported function, and makes nothing that stays: the way that costs no RAM.
   * @returns undefined without a result, the result, or an array of several
   * @throws TypeError when there is no such function, or an argument cannot be of its type
   * @throws RuntimeError when a guest traps
   */
  call(name: string, ...args: unknown[]): unknown {
    const found = findExport(this.module, name);
    if (found === undefined || found.kind !== ExternKind.Function) {
      throw new TypeError(`no function is exported as \`${name}\``);
    }
    return invoke(this, found.index, args);
  }

  private externOf({ kind, index }: Export): Extern {
    switch (kind) {
      case ExternKind.Function:
        return this.functionAt(index);
      case ExternKind.Table:
        return this.tables[index]!;
      case ExternKind.Memory:
        return this.memoryAt(index);
      case ExternKind.Global:
        return this.globals[index]!;
    }
  }
}

/** Shared by all instances that have none of something. */
const NONE: any[] = Object.freeze([]) as unknown as any[];
