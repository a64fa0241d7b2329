import { createRequire } from 'node:module';
import type { Program } from '../shared/programs.js';
import { compiledModule } from './compiled.js';
import { library } from './library.js';
import { wasm2jsModule } from './wasm2js.js';

/** Where programs run. */
export type PlatformName = 'xs' | 'node';

/** A way to run a program; `engines/NAME.js` prepares it inside XS or Node. */
export interface Engine {
  readonly name: string;
  /** As a table calls it. */
  readonly title: string;
  /** Files by the names that `engines/NAME.js` imports. */
  readonly modules: (
    program: Program,
    platform: PlatformName,
  ) => Promise<Readonly<Record<string, string>>>;
  /** Which of these XS preloads: all but those whose body makes what has to be written later. */
  readonly preload: readonly string[];
}

/** By which the others are divided. */
export const BASE = 'wasm2js';

/** All engines, in the order of the tables. */
export const ENGINES: readonly Engine[] = [
  {
    name: 'interpreter',
    title: 'interpreter',
    modules: (_, platform) => library(platform),
    preload: ['wasmote'],
  },
  {
    name: 'compiled',
    title: 'compiled',
    modules: async (program, platform) => ({
      ...(await library(platform, 'compiled')),
      'compiled-program': await compiledModule(program),
    }),
    preload: ['wasmote', 'wasmote/compiled', 'compiled-program'],
  },
  {
    name: 'on-device',
    title: 'compiled on the device',
    modules: (_, platform) => library(platform, 'compiled', 'compiler'),
    preload: ['wasmote', 'wasmote/compiled', 'wasmote/compiler'],
  },
  {
    name: 'wasm2js',
    title: 'wasm2js -O2',
    modules: async (program) => ({ wasm2js: await wasm2jsModule(program) }),
    preload: [],
  },
  {
    name: 'polywasm',
    title: 'polywasm',
    modules: async () => ({ polywasm: createRequire(import.meta.url).resolve('polywasm') }),
    preload: [],
  },
  {
    name: 'javascript',
    title: 'JavaScript',
    modules: async ({ javascript }) => ({ javascript }),
    preload: ['javascript'],
  },
];
