import { widenMemory } from './module-shape.js';

/** As much of Node's `WebAssembly` as the tests use; without the DOM's types there is no other. */
interface Namespace {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): Descriptor[];
    exports(module: object): Descriptor[];
  };
  readonly Instance: new (module: object, imports?: object) => { exports: Record<string, unknown> };
}

interface Descriptor {
  readonly module?: string;
  readonly name: string;
  readonly kind: string;
}

interface HostCall {
  readonly import: string;
  readonly args: unknown[];
}

/** A module run by Node's own engine, its memory widened to 64 KiB pages. */
export class NodeInstance {
  readonly imports: Descriptor[];
  readonly exports: Descriptor[];
  /** The calls of host functions so far. */
  readonly hostCalls: HostCall[] = [];
  readonly #exports: Record<string, unknown>;

  constructor(bytes: Uint8Array, imports: { module: string; name: string }[] = []) {
    const { Module, Instance } = (globalThis as unknown as { WebAssembly: Namespace }).WebAssembly;
    const host: Record<string, Record<string, (...args: unknown[]) => void>> = {};
    for (const { module, name } of imports) {
      host[module] ??= {};
      host[module][name] = (...args) =>
        void this.hostCalls.push({ import: `${module}.${name}`, args });
    }
    const module = new Module(widenMemory(bytes));
    this.imports = Module.imports(module);
    this.exports = Module.exports(module);
    this.#exports = new Instance(module, host).exports;
  }

  call(name: string, ...args: unknown[]): number | bigint | undefined {
    return (this.#exports[name] as (...args: unknown[]) => number | bigint | undefined)(...args);
  }

  memory(): Uint8Array {
    return new Uint8Array((this.#exports['memory'] as { buffer: ArrayBuffer }).buffer);
  }
}
