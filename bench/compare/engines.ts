import { createRequire } from 'node:module';
import { benchPath } from '../shared/paths.js';
import type { Program } from '../shared/programs.js';
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

const runtime = (platform: PlatformName): string =>
  benchPath(platform === 'xs' ? '../dist/xs/wasmote.js' : '../dist/index.js');

/** By which the others are divided. */
export const BASE = 'wasm2js';

/** All engines, in the order of the tables. */
export const ENGINES: readonly Engine[] = [
  {
    name: 'interpreter',
    title: 'interpreter',
    modules: async (_, platform) => ({ wasmote: runtime(platform) }),
    preload: ['wasmote'],
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
