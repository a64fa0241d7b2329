/** Programs in text that run on Node and on XS alike, and return what happened as JSON has it. */
import * as library from '../../src/index.js';
import { type CompiledProgram, runCompiled } from '../compiler/on-xs.js';

/** How modules of a scenario are run. */
export type Form = 'interpreted' | 'compiled' | 'compiled ahead of time' | 'from images';

export interface Scenario {
  readonly modules: Readonly<Record<string, Uint8Array>>;
  /**
   * The body of a function with `lib`, what the package exports; `engine`; `load(name)`, a module of
   * the scenario; and `attempt(run)`, what a call gives or throws, as text if it throws.
   */
  readonly source: string;
}

const ATTEMPT = `const attempt = (run) => {
  try { const value = run(); return typeof value === 'bigint' ? String(value) : value; }
  catch (error) { return error.name + ': ' + error.message; }
};`;

/** Runs it on Node; not ahead of time. */
export function runOnNode({ modules, source }: Scenario, form: Form): unknown {
  const strategy = form === 'compiled' ? 'compiler' : 'interpreter';
  const engine = new library.Engine(new library.Config().strategy(strategy));
  const load = (name: string): library.Module => {
    const module = new library.Module(engine, modules[name]!);
    if (form !== 'from images') return module;
    return library.Module.deserialize(engine, module.serialize());
  };
  const body = new Function('lib', 'engine', 'load', `'use strict';\n${ATTEMPT}\n${source}`) as (
    ...args: unknown[]
  ) => unknown;
  return JSON.parse(JSON.stringify(body(library, engine, load)));
}

/** Runs it on XS. */
export async function runOnXs(
  { modules, source }: Scenario,
  form: Form,
  options: Partial<CompiledProgram> = {},
): Promise<unknown> {
  const names = Object.keys(modules);
  const isAhead = form === 'compiled ahead of time';
  const onDemand = form === 'compiled';
  const engine = new library.Engine(new library.Config().strategy('interpreter'));
  const images = Object.fromEntries(
    names.map((name) => [`${name}.cwasm`, engine.precompileModule(modules[name]!)]),
  );
  const { stdout, stderr, exitCode } = await runCompiled({
    source: `
      ${onDemand ? "import 'wasmote/compiler';" : ''}
      import * as exceptions from 'wasmote/exception-handling';
      import 'wasmote/gc';
      import 'wasmote/memory64';
      import 'wasmote/wide-arithmetic';
      import Resource from 'Resource';
      import * as wasmote from 'wasmote';
      ${isAhead ? names.map((name) => `import ${name} from '${name}';`).join('\n') : ''}
      const lib = Object.assign({}, wasmote, exceptions);
      const { Config, Engine, Module } = wasmote;
      const engine = new Engine(new Config().strategy('${onDemand ? 'compiler' : 'interpreter'}'));
      const ahead = { ${isAhead ? names.join() : ''} };
      const load = (name) => ahead[name]
        ?? ${form === 'from images' ? "Module.deserialize(engine, new Resource(name + '.cwasm'))" : "new Module(engine, new Resource(name + '.wasm'))"};
      ${ATTEMPT}
      trace(JSON.stringify((() => { ${source} })()), '\\n');`,
    modules,
    resources: images,
    extensions: true,
    onDemand,
    ...options,
  });
  if (stderr !== '' || exitCode !== 0) throw new Error(`${exitCode}: ${stderr} ${stdout}`);
  return JSON.parse(stdout);
}
