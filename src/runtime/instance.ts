import { Claim, chunkBytes, XS_SLOT_BYTES } from '../budget/claims.js';
import type { MemoryUsage } from '../budget/memory-usage.js';
import { EngineSlots } from '../budget/engine-slots.js';
import type { Export } from '../binary/decoded-module.js';
import { ExternKind } from '../types/extern-kind.js';
import { FunctionType } from '../types/function-type.js';
import type { ValueTypeName } from '../types/value-type.js';
import { exportsOf, findExport } from './exports.js';
import { Func } from './func.js';
import { Global } from './global.js';
import { instantiate } from './instantiate.js';
import { invoke } from './invoke.js';
import { Memory } from './memory.js';
import type { ModuleCode } from './module.js';
import type { Store } from './store.js';
import { Table } from './table.js';
import type { Tag } from './tag.js';
import type { TypedFunc } from './typed-func.js';

/** What can be imported and exported. */
export type Extern = Func | Table | Memory | Global | Tag;

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
 */
export class Instance {
  // Its size on XS decides how many guests fit a board, and a property is 16 bytes. So what a module
  // does not have, its instances have no property for: they inherit `NOTHING`'s.

  /**
   * The imported functions; behind them, those of its own that were asked for as values.
   * @internal
   */
  declare readonly functions: Func[];
  /** @internal */
  declare readonly tables: readonly Table[];
  /**
   * Values of globals, and `Global`s, as global-layout.ts says.
   * @internal
   */
  declare readonly globals: any[];
  /** @internal */
  declare readonly tags: readonly Tag[];
  /**
   * The first memory.
   * @internal
   */
  declare readonly memory: Memory | undefined;
  /** @internal */
  declare readonly extras: InstanceExtras | undefined;
  /** What it takes of RAM; needs `import 'wasmote/budget'` on a device. See `memoryUsage` there. */
  declare readonly memoryUsage: () => MemoryUsage;

  /**
   * Instantiates a module: its active segments are copied and its start function is run.
   * @param externs what is given for the imports, in their order; `Linker` finds it by name
   * @throws LinkError when one does not fit
   * @throws RuntimeError when a segment does not fit or the start function traps: what was written
   *   to imported memories and tables before that stays
   * @throws RangeError when the store's limits refuse it
   * @throws BudgetExceeded when there is not enough RAM for it; nothing has been taken then
   */
  constructor(
    /** Where it lives. */
    readonly store: Store,
    /** What it is an instance of. */
    readonly module: ModuleCode,
    externs: readonly Extern[] = [],
  ) {
    if (module.methods !== undefined) Object.setPrototypeOf(this, module.methods);
    instantiate(this, externs);
  }

  /**
   * The memory of the index, which validation has checked.
   * @internal
   */
  memoryAt(index: number): Memory {
    return index === 0 ? this.memory! : this.extras!.memories[index - 1]!;
  }

  /**
   * The function of the index as a value: the same one each time.
   * @throws RuntimeError growth operation limited
   * @internal
   */
  functionAt(index: number): Func {
    const { functions, store, module } = this;
    const imported = index < module.importedFunctions;
    // Searched and not indexed: of a list with gaps that has grown, XS 13.3's collector reads what is
    // behind its end, and the program crashes.
    for (let i = imported ? index : module.importedFunctions; i < functions.length; i++) {
      if (imported || functions[i]!.index === index) return functions[i]!;
    }
    const copied = 2 * XS_SLOT_BYTES * functions.length;
    store.need(Claim.EngineObjects, XS_SLOT_BYTES, EngineSlots.Function, copied);
    if (!Object.hasOwn(this, 'functions')) {
      store.need(Claim.EngineObjects, chunkBytes(0), EngineSlots.ArrayProperty);
      this.give('functions', []);
    }
    const made = new Func(this, index);
    this.functions.push(made);
    return made;
  }

  /**
   * Gives the instance a property of its own. Assigning would not do: on XS the prototype is frozen
   * when it was preloaded, and what it has cannot be assigned in an heir.
   * @internal
   */
  give<K extends keyof Parts>(name: K, value: Parts[K]): void {
    Object.defineProperty(this, name, { value });
  }

  /** What an export is; undefined where there is none of the name. */
  getExport(name: string): Extern | undefined {
    const found = findExport(this.module, name);
    return found === undefined ? undefined : this.externOf(found);
  }

  /** The exported function of the name. Keep it when it is called often. */
  getFunc(name: string): Func | undefined {
    return this.exported(name, Func);
  }

  /**
   * As {@link getFunc}, for a function of known type: TypeScript then knows what it takes and gives.
   * @throws TypeError when there is no such function, or its type is another
   *
   * @example
   * const step = instance.getTypedFunc('step', ['i32'], ['i32']);
   * const light = step.call(1); // a number
   */
  getTypedFunc<const P extends readonly ValueTypeName[], const R extends readonly ValueTypeName[]>(
    name: string,
    params: P,
    results: R,
  ): TypedFunc<P, R> {
    const func = this.getFunc(name);
    if (func === undefined) throw new TypeError(`no function is exported as \`${name}\``);
    const type = FunctionType.of(params, results);
    if (!func.type.equals(type)) {
      throw new TypeError(`\`${name}\` is of type ${func.type}, not ${type}`);
    }
    return func as unknown as TypedFunc<P, R>;
  }

  /** The exported memory of the name. */
  getMemory(name: string): Memory | undefined {
    return this.exported(name, Memory);
  }

  /** The exported table of the name. */
  getTable(name: string): Table | undefined {
    return this.exported(name, Table);
  }

  /** The exported global of the name. */
  getGlobal(name: string): Global | undefined {
    return this.exported(name, Global);
  }

  private exported<T extends Extern>(
    name: string,
    type: abstract new (...args: any[]) => T,
  ): T | undefined {
    const found = this.getExport(name);
    return found instanceof type ? found : undefined;
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
        return this.globals[this.module.globalPlaces[index]! >> 2] as Global;
      case ExternKind.Tag:
        return this.tags[index]!;
    }
  }
}

/** The properties that an instance has only when its module needs them. */
type Parts = Pick<Instance, 'functions' | 'tables' | 'globals' | 'tags' | 'memory' | 'extras'>;

const NONE: any[] = Object.freeze([]) as unknown as any[];

/** What instances inherit. */
const NOTHING: Parts = {
  functions: NONE,
  tables: NONE,
  globals: NONE,
  tags: NONE,
  memory: undefined,
  extras: undefined,
};
Object.assign(Instance.prototype, NOTHING);
