import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import typescript from '@rollup/plugin-typescript';
import { dts } from 'rollup-plugin-dts';

/** Circular imports hide which layer is above which: they fail the build, as every warning does. */
const onwarn = (warning) => {
  throw new Error(warning.message);
};

/** One program for each entry, so that const enums are inlined. */
const compile = (tsconfig) =>
  typescript({ tsconfig, compilerOptions: { noEmit: false, declaration: false } });

/** What the command finds in `node_modules` instead of bringing it. */
const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const installed = Object.keys({ ...dependencies, ...peerDependencies });
const external = (id) =>
  id.startsWith('node:') || installed.some((name) => id === name || id.startsWith(`${name}/`));

/** A board has other defaults than a desktop: `NAME.device.ts` stands in for `NAME.ts`. */
const deviceVariants = {
  name: 'device-variants',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.')) return null;
    const path = resolve(dirname(importer), source.replace(/\.js$/, '.device.ts'));
    return existsSync(path) ? path : null;
  },
};

/** Entries that add parts of WebAssembly. */
const extensions = [
  'exception-handling',
  'function-references',
  'gc',
  'memory64',
  'wide-arithmetic',
];
const OF_REFERENCES = ['function-references', 'gc'];

/**
 * What several entries need belongs to the first of them, so that there is one file an entry: Rollup
 * would make files of what they share.
 */
function ownerOf(id, { getModuleInfo }) {
  const needs = (entry) => {
    const found = new Set([resolve(entry)]);
    for (const module of found) {
      for (const imported of getModuleInfo(module).importedIds) found.add(imported);
    }
    return found;
  };
  if (needs('src/index.ts').has(id)) return 'wasmote';
  if (needs('src/compiled.ts').has(id)) return 'compiled';
  const users = extensions.filter((name) => needs(`src/${name}.ts`).has(id));
  // Garbage collection brings typed function references, whose file it imports.
  if (
    users.includes('function-references') &&
    users.every((name) => OF_REFERENCES.includes(name))
  ) {
    return 'function-references';
  }
  return users.length > 1 ? 'extension' : undefined;
}

/** On a device the modules are found by the names of the package's entries. */
const deviceSpecifiers = {
  name: 'device-specifiers',
  renderChunk: (code) =>
    code
      .replaceAll("from './wasmote.js'", "from 'wasmote'")
      .replaceAll("from './compiled.js'", "from 'wasmote/compiled'")
      .replaceAll("import './compiled.js'", "import 'wasmote/compiled'")
      .replaceAll("'./function-references.js'", "'wasmote/function-references'")
      .replaceAll("from './extension.js'", "from 'wasmote/extension'")
      .replaceAll("import './extension.js'", "import 'wasmote/extension'"),
};

/** The package's entries beside `wasmote` itself, on Node and on devices. */
const entries = {
  compiled: 'src/compiled.ts',
  compiler: 'src/compiler.ts',
  budget: 'src/budget.ts',
  selftest: 'src/selftest.ts',
  ...Object.fromEntries(extensions.map((name) => [name, `src/${name}.ts`])),
};

/** What TypeScript is told of `import guest from './guest.wasm'`. */
const ambientTypes = {
  name: 'ambient-types',
  buildStart() {
    this.addWatchFile('src/rollup/guests.d.ts');
  },
  generateBundle() {
    const source = readFileSync('src/rollup/guests.d.ts', 'utf8');
    this.emitFile({ type: 'asset', fileName: 'guests.d.ts', source });
  },
};

/** What several entries share is one file, so that there is one `Module` whoever imports it. */
const shared = (id, graph) => (ownerOf(id, graph) === undefined ? undefined : 'library');

export default [
  {
    input: {
      index: 'src/index.ts',
      ...entries,
      cli: 'src/cli/cli.ts',
      rollup: 'src/rollup.ts',
    },
    preserveEntrySignatures: 'strict',
    output: {
      dir: 'dist',
      format: 'es',
      banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
      // What the command and the plugin share beside the library.
      chunkFileNames: ({ name }) => (name === 'library' ? '[name].js' : 'tools.js'),
      manualChunks: shared,
    },
    external,
    plugins: [compile('./tsconfig.cli.json')],
    onwarn,
  },
  {
    // The same runtime as one module for XS: nothing is imported, nothing of Node is named. What runs
    // compiled code and what compiles on the device are modules of their own, which import the first.
    input: { wasmote: 'src/index.ts', ...entries },
    preserveEntrySignatures: 'allow-extension',
    output: {
      dir: 'dist/xs',
      format: 'es',
      minifyInternalExports: false,
      chunkFileNames: '[name].js',
      manualChunks: ownerOf,
    },
    plugins: [deviceVariants, compile('./tsconfig.device.json'), deviceSpecifiers],
    onwarn,
  },
  {
    input: { index: 'src/index.ts', ...entries, rollup: 'src/rollup.ts' },
    preserveEntrySignatures: 'strict',
    output: {
      dir: 'dist',
      format: 'es',
      chunkFileNames: '[name].d.ts',
      manualChunks: shared,
    },
    external,
    plugins: [dts(), ambientTypes],
    // Entries that only add something have no types.
    onwarn: (warning) => warning.code === 'EMPTY_BUNDLE' || onwarn(warning),
  },
  {
    // For firmware in TypeScript: mcconfig finds NAME.d.ts beside NAME.js.
    input: { wasmote: 'src/index.ts', ...entries },
    preserveEntrySignatures: 'strict',
    output: {
      dir: 'dist/xs',
      format: 'es',
      chunkFileNames: '[name].d.ts',
      manualChunks: shared,
    },
    plugins: [deviceVariants, dts({ tsconfig: './tsconfig.device.json' })],
    onwarn: (warning) => warning.code === 'EMPTY_BUNDLE' || onwarn(warning),
  },
];
