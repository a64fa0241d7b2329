/** The programs that run in XS. */
import { rmSync } from 'node:fs';
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { EXTENSIONS } from '../../test/spec-runner/bundle.js';
import { ensureBuilt } from '../build.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** Sources that XS has as modules of the package. */
const RUNTIME = new Map([
  [join(PROJECT, 'src', 'index.ts'), 'wasmote'],
  [join(PROJECT, 'src', 'exception-handling.ts'), 'wasmote/exception-handling'],
]);

/** Names of modules of the package, by their files in `dist/xs`. */
const PRODUCTS = {
  wasmote: 'wasmote',
  compiled: 'wasmote/compiled',
  compiler: 'wasmote/compiler',
  ...Object.fromEntries(EXTENSIONS.map((name) => [name.slice('wasmote/'.length), name])),
};

let program: Promise<Readonly<Record<string, string>>> | undefined;

/**
 * The files of XS's modules by name: the package's and `fuzz`, which is `xs-main.ts`. They are made
 * once and are copies: a run may take long, and should not notice that `dist/` is built anew.
 */
export function xsModules(): Promise<Readonly<Record<string, string>>> {
  return (program ??= makeModules());
}

async function makeModules(): Promise<Readonly<Record<string, string>>> {
  await ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-fuzz-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const modules: Record<string, string> = { fuzz: join(folder, 'fuzz.js') };
  for (const [file, name] of Object.entries(PRODUCTS)) {
    modules[name] = join(folder, `${file}.js`);
    await copyFile(join(PROJECT, 'dist', 'xs', `${file}.js`), modules[name]);
  }
  await build({
    configFile: false,
    logLevel: 'error',
    root: PROJECT,
    build: {
      ssr: join(PROJECT, 'scripts', 'fuzz', 'xs-main.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: {
        external: ['sim', 'wasmote', ...EXTENSIONS],
        output: { entryFileNames: 'fuzz.js' },
      },
    },
    plugins: [
      {
        name: 'wasmote-runtime',
        enforce: 'pre',
        async resolveId(source, importer) {
          const resolved = await this.resolve(source, importer, { skipSelf: true });
          const id = RUNTIME.get(resolved?.id ?? '');
          return id === undefined ? null : { id, external: true };
        },
      },
    ],
  });
  return modules;
}
