/** Modules that are compiled to JavaScript before they run. */
import { compiledModule, helpers } from '../../src/compiled.js';
import { compileModule } from '../../src/embedding/compile-module.js';
import { CompileError, Config, Engine, Module } from '../../src/index.js';
import * as i64 from '../../src/numeric/i64.js';
import type { Plan } from './plan.js';
import type { MakeModule } from './wasmote-engine.js';

/** No memory is larger, and what the compiler is told of that is little for some modules. */
const LARGEST_MEMORIES = [2 ** 30, 8 << 20];

/** The text of `wasmote compile`; undefined when it refuses the module. */
export function compiledText(bytes: Uint8Array, plan: Plan): string | undefined {
  const engine = new Engine(new Config().consumeFuel(plan.fueled));
  try {
    return compileModule(engine, bytes, 'fuzz', LARGEST_MEMORIES[plan.linked ? 0 : 1]);
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

/** What imports of the text are, where it is no file. */
const environment = {
  compiledModule,
  helpers,
  // A variable that changes.
  get high(): number {
    return i64.high;
  },
};

/** Compiles, and evaluates the text. */
export const makeAhead: MakeModule = (_engine, bytes, plan) => {
  const text = compiledText(bytes, plan);
  if (text === undefined) throw new CompileError('not compiled');
  const body = text
    // What it imports without names is there on Node.
    .replace(/^import '.*$/gm, '')
    .replace(/^import .*$/m, 'const { compiledModule, helpers } = environment;')
    .replace(/^export default /m, 'return ')
    .split('\n')
    .map((line) => (/^(const|return) /.test(line) ? line : line.replace(HIGH, 'environment.high')))
    .join('\n');
  return (new Function('environment', `'use strict';${body}`) as (of: object) => Module)(
    environment,
  );
};

const HIGH = /(?<![\w.$])high(?!\w)/g;
