import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file of `bench/`, by its path from there; `../dist/index.js` and the like too. */
export function benchPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** A file of `.cache/bench/`, by its path from there; the folders on the way are made. */
export async function cachePath(path: string): Promise<string> {
  const file = benchPath(`../.cache/bench/${path}`);
  await mkdir(file.slice(0, file.lastIndexOf('/')), { recursive: true });
  return file;
}

let written = 0;

/** Writes a file of `.cache/bench/` whole, whoever else reads or writes it; returns its path. */
export async function writeCache(path: string, content: string | Uint8Array): Promise<string> {
  const file = await cachePath(path);
  const draft = `${file}.${process.pid}-${written++}`;
  await writeFile(draft, content);
  await rename(draft, file);
  return file;
}
