import { readFile } from 'node:fs/promises';
import { benchPath } from './paths.js';

/** A program of `kernels/` or `programs/`: `run()`, in WebAssembly and by hand in JavaScript. */
export interface Program {
  readonly name: string;
  readonly collection: Collection;
  /** Absolute path of the module. */
  readonly file: string;
  /** Absolute path of the same by hand. */
  readonly javascript: string;
  /** What `run` returns, as an i32. */
  readonly checksum: number;
}

export type Collection = 'kernels' | 'programs';

/** The programs of a folder, in the order of its `index.json`. */
export async function loadPrograms(collection: Collection): Promise<Program[]> {
  const index = JSON.parse(await readFile(benchPath(`${collection}/index.json`), 'utf8')) as Record<
    Collection,
    Omit<Program, 'collection'>[]
  >;
  return index[collection].map(({ name, file, javascript, checksum }) => ({
    name,
    collection,
    file: benchPath(`${collection}/${file}`),
    javascript: benchPath(`${collection}/${javascript}`),
    checksum,
  }));
}
