import {
  Config,
  Engine,
  HostFunc,
  Instance,
  Memory,
  Module,
  RuntimeError,
  Store,
  type Extern,
} from '../../src/index.js';
import { ExternKind } from '../../src/types/extern-kind.js';
import type { FunctionType } from '../../src/types/function-type.js';
import type { MemoryType } from '../../src/types/memory-type.js';

/** A guest on an engine of ours. */
export class WasmoteGuest {
  private readonly instance: Instance;
  private readonly imported: Memory[] = [];

  constructor(bytes: Uint8Array, strategy: 'interpreter' | 'compiler') {
    const engine = new Engine(new Config().strategy(strategy));
    const module = new Module(engine, bytes);
    const store = new Store(engine);
    const externs = module.imports().map(({ kind, type }): Extern => {
      if (kind === ExternKind.Function) return new HostFunc(type as FunctionType, abort);
      const memory = new Memory(store, type as MemoryType);
      this.imported.push(memory);
      return memory;
    });
    this.instance = new Instance(store, module, externs);
    if (this.instance.getFunc('_initialize') !== undefined) this.call('_initialize', []);
  }

  call(name: string, args: number[]): unknown {
    return this.instance.call(name, ...args);
  }

  /** Its first memory that can be seen. */
  memory(): Memory | undefined {
    const exported = this.instance.exports().find(([, extern]) => extern instanceof Memory);
    return (exported?.[1] as Memory | undefined) ?? this.imported[0];
  }

  static isTrap(thrown: unknown): boolean {
    return thrown instanceof RuntimeError;
  }
}

function abort(): never {
  throw new Error('the guest called abort');
}
