import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name in `package.json` by which the package's folder is known. */
const PACKAGE_NAME = 'wasmote';

let found: string | undefined;

/**
 * The folder of the package `wasmote`, looked for upwards from this file, so
 * that it is right in `src/` and in a bundle in `dist/` alike.
 *
 * @returns an absolute path.
 * @throws Error when no `package.json` above this file is named `wasmote`.
 */
export function packageRoot(): string {
  if (found !== undefined) return found;
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string };
      if (name === PACKAGE_NAME) return (found = folder);
    }
    const parent = dirname(folder);
    if (parent === folder) {
      throw new Error(
        `The folder of the package ${PACKAGE_NAME} is not above ${fileURLToPath(import.meta.url)}`,
      );
    }
    folder = parent;
  }
}
