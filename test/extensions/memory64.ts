/** What tests of 64-bit memories and tables share. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import {
  Config,
  Engine,
  type Extern,
  Instance,
  type Memory,
  Module,
  Store,
  type Strategy,
} from '../../src/index.js';

export const OUT = 'out of bounds memory access';
export const STRATEGIES: readonly Strategy[] = ['interpreter', 'compiler'];

export const engineOf = (
  strategy: Strategy,
  configure = (config: Config): Config => config,
): Engine => new Engine(configure(new Config().strategy(strategy)));

/** An instance of the fields of a module in the text format. */
export async function instantiate(strategy: Strategy, fields: string, externs: Extern[] = []) {
  const engine = engineOf(strategy);
  const store = (externs[0] as Memory | undefined)?.store ?? new Store(engine);
  return new Instance(store, new Module(engine, await parse(`(module ${fields})`)), externs);
}
