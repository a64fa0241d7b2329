/** The cases of the JavaScript API on XS: with wasmote in flash, in RAM, and with its compiler. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import { runOnXs } from '../../../src/simulator/index.js';
import { describeOnXs } from '../../simulator/support.js';
import { wat } from '../../validation/wat.js';
import { CASES } from './cases/all.js';
import type { Case } from './cases/case.js';

const INTERPRETER = {
  wasmote: 'dist/xs/wasmote.js',
  'wasmote/extension': 'dist/xs/extension.js',
  'wasmote/memory64': 'dist/xs/memory64.js',
};

const COMPILER = {
  ...INTERPRETER,
  'wasmote/compiled': 'dist/xs/compiled.js',
  'wasmote/compiler': 'dist/xs/compiler.js',
};

const EXTERNAL: Readonly<Record<string, string>> = {
  [pathOf('../../../src/index.ts')]: 'wasmote',
  [pathOf('../../../src/compiler.ts')]: 'wasmote/compiler',
  [pathOf('../../../src/memory64.ts')]: 'wasmote/memory64',
};

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** Puts the bytes of modules where their text is, and leaves wasmote to the device's bundle. */
const ASSEMBLE: Plugin = {
  name: 'assemble',
  enforce: 'pre',
  transform: (code) =>
    code.replace(/\bwat`([^`]*)`/g, (_match, text: string) => `Uint8Array.of(${wat(text)})`),
  async resolveId(source, importer) {
    const resolved = await this.resolve(source, importer, { skipSelf: true });
    const id = resolved && EXTERNAL[resolved.id];
    return id ? { id, external: true } : null;
  },
};

async function bundle(entry: string, folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: pathOf(`./cases/${entry}.ts`),
      outDir: folder,
      target: 'es2022',
      rollupOptions: {
        external: Object.keys(COMPILER),
        output: { entryFileNames: 'main.js' },
      },
    },
    plugins: [ASSEMBLE],
  });
  return join(folder, 'main.js');
}

/** Failures by case; undefined for those that passed. */
async function run(
  app: string,
  modules: Readonly<Record<string, string>>,
  preloadEnabled: boolean,
): Promise<Map<string, string | undefined>> {
  const { stdout, stderr, exitCode } = await runOnXs({
    app,
    modules,
    preload: Object.keys(modules),
    preloadEnabled,
    timeoutMs: 100_000,
  });
  expect([stderr, exitCode]).toEqual(['', 0]);
  const lines = stdout.trimEnd().split('\n');
  return new Map(lines.map((line) => [line.split('\t')[0]!, line.split('\t')[1]]));
}

describeOnXs.each([
  ['preloaded', 'on-xs', INTERPRETER, true, ({ preloaded }: Case) => preloaded],
  ['in RAM', 'on-xs', INTERPRETER, false, () => undefined],
  ['compiled', 'on-xs-compiled', COMPILER, false, () => undefined],
])('%s, on XS', (_name, entry, modules, preloadEnabled, reasonOf) => {
  let failures: Map<string, string | undefined>;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wasmote-cases-'));
    try {
      failures = await run(await bundle(entry, folder), modules, preloadEnabled);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);

  it('runs every case', () => {
    expect([...failures.keys()]).toEqual(CASES.map(({ name }) => name));
  });

  it.each(CASES.filter((test) => reasonOf(test) === undefined))('$name', ({ name }) => {
    expect(failures.get(name)).toBe(undefined);
  });

  it.each(CASES.filter((test) => reasonOf(test) !== undefined))('$name, deviates', ({ name }) => {
    expect(failures.get(name)).toBeDefined();
  });
});
