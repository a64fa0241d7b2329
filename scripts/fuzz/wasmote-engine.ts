import {
  Config,
  Engine as Wasmote,
  Func,
  Global,
  HostFunc,
  Instance,
  Memory,
  Module,
  Store,
  StoreLimits,
  Table,
  type Extern,
} from '../../src/index.js';
import { CompileError, LinkError, RuntimeError } from '../../src/errors/errors.js';
import { TrapCode } from '../../src/errors/trap-code.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { GlobalType } from '../../src/types/global-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';
import type { TableType } from '../../src/types/table-type.js';
import { valueTypeName, type ValueTypeName } from '../../src/types/value-type.js';
import {
  hostAnswer,
  resultsOf,
  valueText,
  type Argument,
  type Engine,
  type Outcome,
  type Session,
  type Signature,
  type TrapKind,
} from './engine.js';

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
};

/** Fuel for one call: loops of mutated modules need not end. */
const FUEL = 2_000_000;
/** Memories and tables larger than these are not for comparing. */
const LIMITS = StoreLimits.builder()
  .memorySize(64 << 20)
  .tableElements(100_000)
  .trapOnGrowFailure(true)
  .build();

function outcomeOf(error: unknown): Outcome {
  if (error instanceof RuntimeError && error.code !== undefined) {
    return { kind: 'trap', trap: KINDS[error.code], message: error.message };
  }
  if (error instanceof LinkError) return { kind: 'trap', trap: 'link', message: error.message };
  // The store's limits, when an instance is made.
  if (error instanceof RangeError && /limits/.test(error.message)) {
    return { kind: 'trap', trap: 'limited', message: error.message };
  }
  // Nothing else may ever come out of the engine: let the fuzzer show it.
  throw error;
}

const names = (types: FunctionType['params']): ValueTypeName[] => types.map(valueTypeName);

class WasmoteSession implements Session {
  failure: Outcome | undefined;
  readonly log: string[] = [];
  private readonly store: Store;
  private instance!: Instance;

  constructor(module: Module) {
    this.store = new Store(module.engine, LIMITS);
    this.refuel();
    try {
      this.instance = new Instance(this.store, module, this.imports(module));
    } catch (error) {
      this.failure = outcomeOf(error);
    }
  }

  private refuel(): void {
    if (this.store.settings.consumeFuel) this.store.setFuel(FUEL);
  }

  private imports(module: Module): Extern[] {
    return module.imports().map(({ kind, type, name }) => {
      switch (kind) {
        case ExternKind.Function:
          return this.hostFunction(name, type as FunctionType);
        case ExternKind.Memory:
          return new Memory(this.store, type as MemoryType);
        case ExternKind.Table:
          return new Table(this.store, type as TableType);
        case ExternKind.Global: {
          const global = type as GlobalType;
          return new Global(global, hostAnswer(valueTypeName(global.content), [name]));
        }
      }
    });
  }

  private hostFunction(name: string, type: FunctionType): Func {
    const params = names(type.params);
    const results = names(type.results);
    return new HostFunc(type, (...args: unknown[]) => {
      const texts = params.map((param, i) => valueText(param, args[i]));
      this.log.push(`${name}(${texts.join()})`);
      const answers = results.map((result) => hostAnswer(result, texts));
      return answers.length > 1 ? answers : answers[0];
    });
  }

  call({ name, results }: Signature, args: readonly Argument[]): Outcome {
    this.refuel();
    try {
      return resultsOf(results, this.instance.call(name, ...args));
    } catch (error) {
      return outcomeOf(error);
    }
  }

  memory(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    for (const [name, extern] of this.instance.exports()) {
      if (extern instanceof Memory) found.set(name, new Uint8Array(extern.buffer));
    }
    return found;
  }

  variables(): Map<string, string> {
    const found = new Map<string, string>();
    for (const [name, extern] of this.instance.exports()) {
      if (extern instanceof Global) {
        found.set(name, valueText(valueTypeName(extern.type.content), extern.get()));
      } else if (extern instanceof Table) found.set(name, tableText(extern));
    }
    return found;
  }
}

function tableText(table: Table): string {
  const type = valueTypeName(table.type.element);
  const elements = Array.from({ length: table.size }, (_, i) => valueText(type, table.get(i)));
  return elements.join();
}

/** The interpreter. @param consumeFuel whether loops are bounded; counting is code of its own */
export function wasmoteEngine(consumeFuel = true): Engine {
  const engine = new Wasmote(new Config().consumeFuel(consumeFuel).maxStackSize(1 << 20));
  return {
    name: consumeFuel ? 'wasmote' : 'wasmote without fuel',
    load(bytes) {
      try {
        return new WasmoteSession(new Module(engine, bytes));
      } catch (error) {
        if (error instanceof CompileError) return undefined;
        throw error;
      }
    },
    lacks(bytes) {
      try {
        new Module(engine, bytes);
        return false;
      } catch (error) {
        // Limits of the implementation are as good as features that it has not, and opcodes of later proposals too.
        return /not supported|illegal opcode|limits flags|too many|too large/.test(
          (error as Error).message,
        );
      }
    },
  };
}

/** The exported functions of a module, for every engine alike; none when it is invalid. */
export function signaturesOf(bytes: Uint8Array): Signature[] {
  if (!Module.validate(new Wasmote(), bytes)) return [];
  const module = new Module(new Wasmote(), bytes);
  return module
    .exports()
    .filter(({ kind }) => kind === ExternKind.Function)
    .map(({ name, index }) => {
      const type = module.functionType(index);
      return { name, params: names(type.params), results: names(type.results) };
    });
}
