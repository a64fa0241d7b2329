import { setFlagsFromString } from 'node:v8';
import { Config, Engine as Wasmote, Module } from '../../src/index.js';
import { valueOf, type Engine, type Trap, type TrapKind } from './engine.js';
import { hostAnswer, HostError } from './host.js';
import { HEADER } from './bytes.js';
import type { Plan } from './plan.js';
import { isException as isExceptionType, isNullable } from './reference-text.js';
import { GuestSession, type Exports } from './session.js';
import { surfaceOf, type ImportType, type Size } from './surface.js';

/** V8's messages; the first that matches counts. */
const MESSAGES: readonly (readonly [RegExp, TrapKind])[] = [
  [/unreachable/, 'unreachable'],
  [/memory access out of bounds|data segment/, 'memory'],
  [/table index is out of bounds|table access out of bounds|element segment/, 'table'],
  [/table.*out of bounds|out of bounds.*table/i, 'table'],
  [/array element access|array too large/, 'table'],
  [/null function|signature mismatch/, 'signature'],
  [/dereferencing a null|rethrowing null|illegal cast/, 'reference'],
  [/divide|remainder|unrepresentable/, 'number'],
  [/call stack/, 'exhausted'],
];

class NodeSession extends GuestSession<WebAssembly.Instance> {
  private shared: readonly WebAssembly.ImportValue[] | undefined;

  constructor(
    private readonly module: WebAssembly.Module,
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
    const { imports: types } = this.plan;
    this.shared ??= types.map((type) => this.hostValue(type));
    types.forEach(({ module, name }, i) => {
      const linked = this.linkedImport(i) as WebAssembly.ImportValue | undefined;
      (imports[module] ??= {})[name] = linked ?? this.shared![i]!;
    });
    return new WebAssembly.Instance(this.module, imports);
  }

  private hostValue(type: ImportType): WebAssembly.ImportValue {
    return type.kind === 'function'
      ? this.hostFunction(type.name, type.params, type.results)
      : hostObject(type);
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
    for (const one of [1, 1n]) {
      try {
        return String(memory.grow(one as number));
      } catch (error) {
        if (!(error instanceof TypeError)) break;
      }
    }
    return 'refused';
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
    if (isException(error)) return { kind: 'exception', detail: '' };
    throw error;
  }

  protected exportsOf(instance: WebAssembly.Instance): Exports {
    const functions: [string, unknown][] = [];
    const memories: [string, Uint8Array][] = [];
    const variables: [string, string][] = [];
    for (const [name, value] of Object.entries(instance.exports)) {
      if (value instanceof WebAssembly.Memory) memories.push([name, new Uint8Array(value.buffer)]);
      else if (typeof value === 'function') functions.push([name, value]);
      const type = this.contents.get(name);
      if (type === undefined) continue;
      if (value instanceof WebAssembly.Global)
        variables.push([name, this.textOf(type, value.value)]);
      if (value instanceof WebAssembly.Table) {
        const texts = elementsOf(value).map((element) => this.textOf(type, element));
        variables.push([name, texts.join()]);
      }
    }
    return { functions, memories, variables };
  }
}

/** The length and the indices of a table with 64-bit indices are BigInt. */
function elementsOf(table: WebAssembly.Table): unknown[] {
  const { length } = table as { length: number | bigint };
  const index = (i: number): number => (typeof length === 'bigint' ? BigInt(i) : i) as number;
  return Array.from({ length: Number(length) }, (_, i) => table.get(index(i)) as unknown);
}

/** Later parts of the API, which its types do not have. */
const api = WebAssembly as unknown as {
  readonly Tag?: new (type: object) => WebAssembly.ImportValue;
  readonly Exception?: new () => object;
};

function isException(error: unknown): boolean {
  return api.Exception !== undefined && error instanceof api.Exception;
}

/** @throws TypeError when JavaScript cannot make such an object */
function hostObject(type: Exclude<ImportType, { kind: 'function' }>): WebAssembly.ImportValue {
  switch (type.kind) {
    case 'memory':
      return new WebAssembly.Memory(descriptor(type.size) as never);
    case 'table': {
      const element = apiName(type.element);
      return new WebAssembly.Table({ ...descriptor(type.size), element } as never, null);
    }
    case 'global': {
      const { content, mutable, name } = type;
      const value = valueOf(content, hostAnswer(content, [name]), () => null);
      // Of types without null the API makes no globals; what does not change needs none.
      if (!mutable && !isNullable(content)) return value as WebAssembly.ImportValue;
      return new WebAssembly.Global({ value: apiName(content) as 'i32', mutable }, value as never);
    }
    case 'tag':
      if (api.Tag === undefined) throw new TypeError('no tags');
      return new api.Tag({ parameters: type.params.map(apiName) });
  }
}

/** A type's name in the API; of one that it has not, no such name. */
function apiName(type: string): string {
  return type === 'funcref' ? 'anyfunc' : type.replace(/^\(ref null (\w+)\)$/, '$1ref');
}

function descriptor({ minimum, maximum, is64 }: Size): object {
  const pages = is64 ? BigInt : Number;
  return {
    initial: pages(minimum),
    ...(maximum !== undefined && { maximum: pages(maximum) }),
    ...(is64 && { address: 'i64' }),
  };
}

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
    return new NodeSession(module, plan);
  },
};

const [major] = process.versions.node.split('.').map(Number);
// What later versions have by default, or as a proposal still.
if (major! < 24) setFlagsFromString('--experimental-wasm-memory64');
if (major! >= 22) setFlagsFromString('--experimental-wasm-exnref');

/** The smallest modules with a feature, as what comes after the header. */
const PROBES = {
  wasmMultiMemory: [5, 5, 2, 0, 0, 0, 0],
  wasmExtendedConst: [6, 9, 1, 0x7f, 0, 0x41, 0, 0x41, 0, 0x6a, 0x0b],
  wasmCustomPageSizes: [5, 4, 1, 8, 0, 0],
  // A local of type exnref.
  wasmExceptions: [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 6, 1, 4, 1, 1, 0x69, 0x0b],
  // A local of type (ref null 0).
  wasmFunctionReferences: [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 7, 1, 5, 1, 1, 0x63, 0, 0x0b],
  wasmGc: [1, 3, 1, 0x5f, 0],
  // i64.mul_wide_s of what cannot be reached.
  wasmWideArithmetic: [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 0, 0xfc, 21, 0, 0x0b],
  // With a table, which came later.
  wasmMemory64: [4, 4, 1, 0x70, 4, 0, 5, 3, 1, 4, 0],
} as const satisfies Partial<Record<keyof Config, readonly number[]>>;

const isTaken = (probe: readonly number[]): boolean =>
  WebAssembly.validate(Uint8Array.from([...HEADER, ...probe]));

/** Ours without what Node's WebAssembly has not. */
function likeNode(): Config {
  const config = new Config();
  for (const [option, probe] of Object.entries(PROBES)) {
    config[option as keyof typeof PROBES](isTaken(probe));
  }
  return config;
}
const LIKE_NODE = new Wasmote(likeNode());
const WITH_MEMORY64 = new Wasmote(likeNode().wasmMemory64(true));

/** Whether Node can be expected to take a valid module. */
export function knownToNode(bytes: Uint8Array): boolean {
  // Of 64-bit memories Node 20 knows what there was in 2023, without tables.
  const isKnown =
    Module.validate(LIKE_NODE, bytes) ||
    (Module.validate(WITH_MEMORY64, bytes) &&
      WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>));
  return isKnown && surfaceOf(bytes)!.imports.every(canImport);
}

/** Whether JavaScript can make what a module imports, and be called with it. */
function canImport(type: ImportType): boolean {
  if (type.kind === 'function') return ![...type.params, ...type.results].some(isExceptionType);
  try {
    hostObject(type);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
