/** Runs modules on XS that `wasmote compile` would have made. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileModule } from '../../src/embedding/compile-module.js';
import { Config, Engine } from '../../src/index.js';
import { runOnXs, type RunOptions, type RunResult } from '../../src/simulator/index.js';
import { EXTENSIONS } from '../spec-runner/bundle.js';

export interface CompiledProgram extends Omit<
  RunOptions,
  'app' | 'modules' | 'preload' | 'resources'
> {
  /** The application; `import traffic from 'traffic'` gives it a module. */
  readonly source: string;
  /** By name; as a resource, `NAME.wasm` is the WebAssembly. */
  readonly modules?: Readonly<Record<string, Uint8Array>>;
  readonly resources?: Readonly<Record<string, string | Uint8Array>>;
  readonly fuel?: boolean;
  /** Whether the program has the compiler for `strategy('compiler')`. */
  readonly onDemand?: boolean;
  /** Whether it has `wasmote/budget`. */
  readonly budget?: boolean;
  /** Whether it has the entries of all extensions, to be imported or not. */
  readonly extensions?: boolean;
  /** Whether it has `wasmote/selftest`. */
  readonly selftest?: boolean;
  /** Others, by the files that they are; they are not preloaded. */
  readonly extraModules?: Readonly<Record<string, string>>;
}

/** Preloads everything but the application. */
export async function runCompiled({
  source,
  modules = {},
  resources = {},
  fuel = false,
  onDemand = false,
  budget = false,
  extensions = false,
  selftest = false,
  extraModules = {},
  ...options
}: CompiledProgram): Promise<RunResult> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-compiled-'));
  const engine = new Engine(new Config().consumeFuel(fuel));
  const library: Record<string, string> = {
    wasmote: 'dist/xs/wasmote.js',
    'wasmote/compiled': 'dist/xs/compiled.js',
    ...(budget && { 'wasmote/budget': 'dist/xs/budget.js' }),
    ...(selftest && { 'wasmote/selftest': 'dist/xs/selftest.js' }),
    ...(onDemand && { 'wasmote/compiler': 'dist/xs/compiler.js' }),
    ...(extensions &&
      Object.fromEntries(EXTENSIONS.map((name) => [name, `dist/xs/${name.slice(8)}.js`]))),
  };
  const files: Record<string, string> = {};
  const put = async (name: string, contents: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), contents);
    return join(folder, name);
  };
  try {
    for (const [name, bytes] of Object.entries(modules)) {
      files[`${name}.wasm`] = await put(`${name}.wasm`, bytes);
      library[name] = await put(`${name}.js`, compileModule(engine, bytes, name));
    }
    for (const [name, contents] of Object.entries(resources)) {
      files[name] = await put(name, contents);
    }
    return await runOnXs({
      timeoutMs: 120_000,
      ...options,
      app: await put('main.js', source),
      modules: { ...library, ...extraModules },
      preload: Object.keys(library),
      resources: files,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `import` declarations of modules, and `MODULES`, which has them by name. */
export function importing(names: readonly string[]): string {
  return [
    ...names.map((name, i) => `import module${i} from '${name}';`),
    `const MODULES = { ${names.map((name, i) => `'${name}': module${i}`).join(', ')} };`,
  ].join('\n');
}
