/** Guests with exceptions, in every way to run them. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import '../../src/compiler.js';
import {
  type Budget,
  Config,
  Engine,
  Instance,
  Linker,
  Module,
  type ResourceLimiter,
  Store,
  type Strategy,
} from '../../src/index.js';

export interface Way {
  readonly strategy: Strategy;
  readonly fuel: boolean;
  readonly image: boolean;
}

export const WAYS: readonly Way[] = [
  { strategy: 'interpreter', fuel: false, image: false },
  { strategy: 'interpreter', fuel: true, image: true },
  { strategy: 'compiler', fuel: false, image: false },
  { strategy: 'compiler', fuel: true, image: true },
  { strategy: 'auto', fuel: true, image: false },
];

/** The binary of a module's fields. */
export function binary(fields: string): Promise<Uint8Array> {
  return parse(`(module ${fields})`);
}

export const FUEL = 1_000_000;

/** What a program's guests may take. */
interface Bounds {
  readonly limits?: ResourceLimiter;
  readonly budget?: Budget;
}

export class Program {
  readonly store: Store;
  readonly linker: Linker;

  constructor({ strategy, fuel, image }: Way, { limits, budget }: Bounds = {}) {
    this.image = image;
    const config = new Config().strategy(strategy).consumeFuel(fuel);
    if (budget !== undefined) config.budget(budget);
    this.engine = new Engine(config);
    this.store = new Store(this.engine, limits);
    this.linker = new Linker(this.engine);
    if (fuel) this.store.setFuel(FUEL);
  }
  private readonly image: boolean;
  private readonly engine: Engine;

  async module(text: string): Promise<Module> {
    const module = new Module(this.engine, await binary(text));
    return this.image ? Module.deserialize(this.engine, module.serialize()) : module;
  }

  async guest(text: string): Promise<Instance> {
    return this.linker.instantiate(this.store, await this.module(text));
  }
}

/** What a call throws. */
export function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
