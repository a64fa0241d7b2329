import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const PRODUCTS = fileURLToPath(new URL('../../dist/xs', import.meta.url));

/** The files of a device's runtime with some of its entries, by specifier. */
export function extensionModules(entries: readonly string[]): Record<string, string> {
  const names =
    entries.length > 0 && existsSync(join(PRODUCTS, 'extension.js')) ? ['extension'] : [];
  return Object.fromEntries([
    ['wasmote', join(PRODUCTS, 'wasmote.js')],
    ...[...names, ...entries].map((name) => [`wasmote/${name}`, join(PRODUCTS, `${name}.js`)]),
  ]) as Record<string, string>;
}
