import { setFlagsFromString } from 'node:v8';
import { Config, Engine as Wasmote, Module } from '../../src/index.js';
import type { ValueTypeName } from '../../src/types/value-type.js';
import { valueOf, type Engine, type Trap, type TrapKind } from './engine.js';
import { hostAnswer, HostError } from './host.js';
import type { Plan } from './plan.js';
import { GuestSession, type Exports } from './session.js';
import { importTypes, type ImportType } from './surface.js';

/** V8's messages; the first that matches counts. */
const MESSAGES: readonly (readonly [RegExp, TrapKind])[] = [
  [/unreachable/, 'unreachable'],
  [/memory access out of bounds|data segment/, 'memory'],
  [/table index is out of bounds|table access out of bounds|element segment/, 'table'],
  [/table.*out of bounds|out of bounds.*table/i, 'table'],
  [/null function|signature mismatch|dereferencing a null/, 'signature'],
  [/divide|remainder|unrepresentable/, 'number'],
  [/call stack/, 'exhausted'],
];

class NodeSession extends GuestSession<WebAssembly.Instance> {
  private shared: readonly WebAssembly.ImportValue[] | undefined;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly types: readonly ImportType[],
    plan: Plan,
  ) {
    super(plan);
    this.begin();
  }

  fuel(): undefined {
    return undefined;
  }

  protected refuel(): void {}

  protected instantiate(): WebAssembly.Instance {
    const imports: WebAssembly.Imports = {};
    this.shared ??= this.types.map((type) => this.hostValue(type));
    this.types.forEach((type, i) => {
      const linked =
        type.kind === 'function' ? this.linkedImport(i, type.params, type.results) : undefined;
      const value = (linked as WebAssembly.ImportValue | undefined) ?? this.shared![i]!;
      (imports[type.module] ??= {})[type.name] = value;
    });
    return new WebAssembly.Instance(this.module, imports);
  }

  private hostValue(type: ImportType): WebAssembly.ImportValue {
    switch (type.kind) {
      case 'function':
        return this.hostFunction(type.name, type.params, type.results);
      case 'memory':
        return new WebAssembly.Memory(type.descriptor);
      case 'table':
        return new WebAssembly.Table(type.descriptor, null);
      case 'global': {
        const text = hostAnswer(type.content, [type.name]);
        const value = valueOf(type.content, text, () => null);
        return new WebAssembly.Global(type.descriptor, value as never);
      }
    }
  }

  protected callExport(instance: WebAssembly.Instance, name: string, args: unknown[]): unknown {
    return (this.functionOf(instance, name) as (...args: unknown[]) => unknown)(...args);
  }

  protected functionOf(instance: WebAssembly.Instance, name: string): unknown {
    return instance.exports[name];
  }

  grow(): string {
    const memory = this.instances[0]!.exports[this.plan.memory ?? ''];
    if (!(memory instanceof WebAssembly.Memory)) return 'none';
    try {
      return String(memory.grow(1));
    } catch {
      return 'refused';
    }
  }

  setGlobal(value: number): void {
    const global = this.instances[0]!.exports[this.plan.global ?? ''];
    if (global instanceof WebAssembly.Global) global.value = value;
  }

  trapOf(error: unknown): Trap {
    if (error instanceof HostError) return { kind: 'host', detail: error.message };
    const { message } = error as Error;
    // A TypeError is that of an import that is no object: ours took the module for invalid.
    if (error instanceof WebAssembly.LinkError || error instanceof TypeError) {
      return { kind: 'link', detail: message };
    }
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      const kind = MESSAGES.find(([pattern]) => pattern.test(message))?.[1];
      if (kind !== undefined) return { kind, detail: message };
    }
    throw error;
  }

  protected exportsOf(instance: WebAssembly.Instance): Exports {
    const functions: [string, unknown][] = [];
    const memories: [string, Uint8Array][] = [];
    const variables: [string, string][] = [];
    for (const [name, value] of Object.entries(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.push([name, new Uint8Array(value.buffer)]);
      else if (value instanceof WebAssembly.Global)
        variables.push([name, this.anyText(value.value)]);
      else if (value instanceof WebAssembly.Table) {
        const elements = Array.from({ length: value.length }, (_, i) => this.anyText(value.get(i)));
        variables.push([name, elements.join()]);
      } else functions.push([name, value]);
    }
    return { functions, memories, variables };
  }

  /** The text of a value whose type JavaScript does not tell: it follows from the value. */
  private anyText(value: unknown): string {
    return this.textOf(TYPES[typeof value] ?? 'externref', value);
  }
}

const TYPES: Readonly<Record<string, ValueTypeName>> = {
  number: 'f64',
  bigint: 'i64',
  function: 'funcref',
};

/** Node's own WebAssembly. */
export const nodeEngine: Engine = {
  name: 'node',
  load(bytes, plan) {
    let module: WebAssembly.Module;
    try {
      module = new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>);
    } catch {
      return undefined;
    }
    return new NodeSession(module, importTypes(bytes), plan);
  },
};

setFlagsFromString('--experimental-wasm-memory64');

/** Ours without what Node 20's WebAssembly has not. */
const likeNode = (memory64: boolean): Wasmote =>
  new Wasmote(
    new Config()
      .wasmMultiMemory(false)
      .wasmExtendedConst(false)
      .wasmCustomPageSizes(false)
      .wasmExceptions(false)
      .wasmFunctionReferences(false)
      .wasmGc(false)
      .wasmWideArithmetic(false)
      .wasmMemory64(memory64),
  );
const LIKE_NODE = likeNode(false);
const WITH_MEMORY64 = likeNode(true);

/** Whether Node 20 can be expected to take a valid module. */
export function knownToNode(bytes: Uint8Array): boolean {
  if (Module.validate(LIKE_NODE, bytes)) return true;
  // Of 64-bit memories it knows what there was in 2023: no tables, nor imports by its JavaScript API.
  return (
    Module.validate(WITH_MEMORY64, bytes) &&
    WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>) &&
    importTypes(bytes).every(({ kind }) => kind !== 'memory' && kind !== 'table')
  );
}
