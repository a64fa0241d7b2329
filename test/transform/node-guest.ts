/** As much of Node's `WebAssembly` as is used here. */
interface Namespace {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): { module: string; name: string; kind: string }[];
  };
  readonly Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
  readonly Memory: new (type: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly RuntimeError: new () => Error;
  validate(bytes: Uint8Array): boolean;
}

const { Module, Instance, Memory, RuntimeError, validate } = (
  globalThis as unknown as { WebAssembly: Namespace }
).WebAssembly;

/** Imported memories of guests are as large as `c-bump-imported` asks for. */
const IMPORTED_PAGES = 1;

/** A guest on Node's own engine, which cannot run all of them: Node 20 has no second memory. */
export class NodeGuest {
  static canRun = validate;
  readonly #exports: Record<string, unknown>;

  constructor(bytes: Uint8Array) {
    const module = new Module(bytes);
    const imports: Record<string, Record<string, unknown>> = {};
    for (const { module: from, name, kind } of Module.imports(module)) {
      const memory = kind === 'memory';
      (imports[from] ??= {})[name] = memory ? new Memory({ initial: IMPORTED_PAGES }) : abort;
    }
    this.#exports = new Instance(module, imports).exports;
    if ('_initialize' in this.#exports) this.call('_initialize', []);
  }

  call(name: string, args: number[]): unknown {
    return (this.#exports[name] as (...args: number[]) => unknown)(...args);
  }

  static isTrap(thrown: unknown): boolean {
    return thrown instanceof RuntimeError;
  }
}

function abort(): never {
  throw new Error('the guest called abort');
}
