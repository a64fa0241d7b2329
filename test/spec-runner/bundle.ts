import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from 'vite';

/** What the runner imports beside (see xs-entry.ts), and what that imports. */
export const EXTENSIONS = [
  'wasmote/extension',
  'wasmote/exception-handling',
  'wasmote/function-references',
  'wasmote/gc',
  'wasmote/memory64',
  'wasmote/wide-arithmetic',
];

export type Platform = 'node' | 'xs';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles the runner to one file: for Node with the runtime's sources, for XS importing `wasmote`,
 * which is there what devices get, `dist/xs/wasmote.js`.
 * @returns the file's path
 */
export async function bundleRunner(platform: Platform): Promise<string> {
  const folder = join(PROJECT, '.cache', 'spec');
  await mkdir(folder, { recursive: true });
  const file = `${platform}.js`;
  const runtime = join(PROJECT, 'src', 'index.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    root: PROJECT,
    build: {
      ssr: join(PROJECT, 'test', 'spec-runner', `${platform}-entry.ts`),
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: {
        external: platform === 'xs' ? ['sim', 'wasmote', 'wasmote/compiler', ...EXTENSIONS] : [],
        output: { entryFileNames: file },
      },
    },
    plugins:
      platform === 'node'
        ? []
        : [
            {
              name: 'wasmote-runtime',
              enforce: 'pre',
              async resolveId(source, importer) {
                const resolved = await this.resolve(source, importer, { skipSelf: true });
                return resolved?.id === runtime ? { id: 'wasmote', external: true } : null;
              },
            },
          ],
  });
  return join(folder, file);
}
