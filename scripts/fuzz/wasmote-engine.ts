import {
  CompileError,
  Config,
  Engine as Wasmote,
  Func,
  Global,
  HostFunc,
  Instance,
  LinkError,
  Memory,
  Module,
  RuntimeError,
  Store,
  StoreLimits,
  Table,
  type Extern,
} from '../../src/index.js';
import { Tag, TagType } from '../../src/exception-handling.js';
import { TrapCode } from '../../src/errors/trap-code.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { GlobalType } from '../../src/types/global-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';
import type { TableType } from '../../src/types/table-type.js';
import { valueOf, type Engine, type Trap, type TrapKind } from './engine.js';
import { hostAnswer, HostError } from './host.js';
import type { Plan } from './plan.js';
import { wholePages } from './repaged-size.js';
import { GuestSession, type Exports } from './session.js';
import type { ImportType } from './surface.js';

const KINDS: Readonly<Record<TrapCode, TrapKind>> = {
  [TrapCode.Unreachable]: 'unreachable',
  [TrapCode.OutOfBoundsMemoryAccess]: 'memory',
  [TrapCode.OutOfBoundsTableAccess]: 'table',
  [TrapCode.UndefinedElement]: 'table',
  [TrapCode.UninitializedElement]: 'signature',
  [TrapCode.IndirectCallTypeMismatch]: 'signature',
  [TrapCode.IntegerDivideByZero]: 'number',
  [TrapCode.IntegerOverflow]: 'number',
  [TrapCode.InvalidConversionToInteger]: 'number',
  [TrapCode.CallStackExhausted]: 'exhausted',
  [TrapCode.OutOfFuel]: 'fuel',
  [TrapCode.GrowthLimited]: 'limited',
  [TrapCode.NullReference]: 'reference',
  [TrapCode.CastFailure]: 'reference',
  [TrapCode.OutOfBoundsArrayAccess]: 'table',
};

/** Memories and tables larger than these are not for comparing. */
const LIMITS = StoreLimits.builder()
  .memorySize(4 << 20)
  .tableElements(10_000)
  .trapOnGrowFailure(true)
  .build();

/** Calls from guests to the host that may be active: more than the host makes. */
const HOST_DEPTH = 8;

class WasmoteSession extends GuestSession<Instance> {
  private readonly store: Store;
  private shared: Extern[] | undefined;

  constructor(
    engine: Wasmote,
    private readonly module: Module,
    plan: Plan,
  ) {
    super(plan);
    this.store = new Store(engine, LIMITS);
    this.refuel(plan.startFuel);
    this.begin();
  }

  protected refuel(fuel: number): void {
    if (this.plan.fueled) this.store.setFuel(fuel);
  }

  fuel(): number | undefined {
    return this.plan.fueled ? this.store.getFuel() : undefined;
  }

  protected instantiate(): Instance {
    const imports = this.module.imports();
    this.shared ??= imports.map(({ type }, i) => this.hostValue(this.plan.imports[i]!, type));
    const externs = this.shared.map(
      (extern, i) => (this.linkedImport(i) as Func | undefined) ?? extern,
    );
    return new Instance(this.store, this.module, externs);
  }

  private hostValue(imported: ImportType, type: unknown): Extern {
    switch (imported.kind) {
      case 'function': {
        const { name, params, results } = imported;
        return new HostFunc(type as FunctionType, this.hostFunction(name, params, results));
      }
      case 'memory':
        return new Memory(this.store, type as MemoryType);
      case 'table':
        return new Table(this.store, type as TableType);
      case 'global': {
        const { content, name } = imported;
        const value = valueOf(content, hostAnswer(content, [name]), () => null);
        return new Global(type as GlobalType, value);
      }
      case 'tag':
        return new Tag(new TagType(type as FunctionType));
    }
  }

  protected callExport(instance: Instance, name: string, args: unknown[]): unknown {
    return instance.call(name, ...args);
  }

  protected functionOf(instance: Instance, name: string): unknown {
    return instance.getFunc(name);
  }

  grow(): string {
    const memory = this.instances[0]!.getMemory(this.plan.memory ?? '');
    if (memory === undefined) return 'none';
    try {
      return String(this.growByPage(memory));
    } catch (error) {
      if (error instanceof RangeError) return 'refused';
      throw error;
    }
  }

  /** @returns the pages before, or −1 */
  private growByPage(memory: Memory): number {
    const { repaged } = this.plan;
    if (repaged === undefined) return memory.grow(1);
    const { dataSize } = memory;
    const pages = wholePages(dataSize, repaged) ?? dataSize >>> 16;
    return memory.grow((pages + 1) * 65536 - dataSize) < 0 ? -1 : pages;
  }

  setGlobal(value: number): void {
    this.instances[0]!.getGlobal(this.plan.global ?? '')?.set(value);
  }

  trapOf(error: unknown): Trap {
    if (error instanceof RuntimeError && error.code !== undefined) {
      return { kind: KINDS[error.code], detail: error.message };
    }
    if (error instanceof LinkError) return { kind: 'link', detail: error.message };
    // By its name, which it has in programs without exceptions, too.
    if (error instanceof Error && error.name === 'Exception') {
      const { payload } = error as Error & { payload: unknown[] };
      const texts = payload.map((value) => this.anyText(value));
      return { kind: 'exception', detail: texts.join() };
    }
    if (error instanceof HostError) return { kind: 'host', detail: error.message };
    // Node's own stack, where a function of the host is called last.
    if (error instanceof RangeError && /call stack/.test(error.message)) {
      return { kind: 'exhausted', detail: error.message };
    }
    // The store's limits, when an instance is made.
    if (error instanceof RangeError && /limits/.test(error.message)) {
      return { kind: 'limited', detail: error.message };
    }
    // Nothing else may ever come out of the engine: let the fuzzer show it.
    throw error;
  }

  protected exportsOf(instance: Instance): Exports {
    const functions: [string, unknown][] = [];
    const memories: [string, Uint8Array][] = [];
    const variables: [string, string][] = [];
    for (const [name, extern] of instance.exports()) {
      if (extern instanceof Func) functions.push([name, extern]);
      else if (extern instanceof Memory) memories.push([name, new Uint8Array(extern.buffer)]);
      const type = this.contents.get(name);
      if (type === undefined) continue;
      if (extern instanceof Global) variables.push([name, this.textOf(type, extern.get())]);
      if (extern instanceof Table) {
        const texts = Array.from({ length: extern.size }, (_, i) =>
          this.textOf(type, extern.get(i)),
        );
        variables.push([name, texts.join()]);
      }
    }
    return { functions, memories, variables };
  }
}

/** How an engine of ours runs functions; `Config.strategy` has the same names. */
type Strategy = 'interpreter' | 'compiler' | 'auto';

/** Makes the module of a plan. @throws CompileError */
export type MakeModule = (engine: Wasmote, bytes: Uint8Array, plan: Plan) => Module;

/** An engine of ours: on Node from the sources, on XS from `dist/xs`. */
export function wasmoteEngine(
  strategy: Strategy = 'interpreter',
  makeModule: MakeModule = (engine, bytes) => new Module(engine, bytes),
): Engine {
  return {
    name: strategy,
    load(bytes, plan) {
      const config = new Config().strategy(strategy).consumeFuel(plan.fueled);
      config.maxHostDepth(HOST_DEPTH).maxStackSize(plan.stackBytes);
      const engine = new Wasmote(config.compiledStackSlots(plan.stackSlots));
      try {
        return new WasmoteSession(engine, makeModule(engine, bytes, plan), plan);
      } catch (error) {
        if (error instanceof CompileError) return undefined;
        throw error;
      }
    },
  };
}
