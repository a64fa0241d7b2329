import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runtimeBundle } from '../../src/cli/board-run.js';
import { Engine } from '../../src/index.js';
import { runOnXs } from '../../src/simulator/index.js';

/** Loading from an image and instantiating may take at most this share of the time of `new Module`. */
export const LIMIT = 0.1;

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const GUESTS = at('../../examples/guests/');

/** An example made of WebAssembly, and loaded from an image in flash. */
export interface ImageFigures {
  readonly name: string;
  readonly wasmBytes: number;
  readonly imageBytes: number;
  readonly compileNs: number;
  readonly loadNs: number;
  readonly loadAndInstantiateNs: number;
  /** RAM of the module. */
  readonly compiledBytes: number;
  readonly loadedBytes: number;
}

export function ratioOf({ loadAndInstantiateNs, compileNs }: ImageFigures): number {
  return loadAndInstantiateNs / compileNs;
}

interface Guest {
  readonly name: string;
  readonly file: string;
}

/** The examples, the largest first. */
export async function examples(): Promise<readonly (Guest & { readonly wasm: Buffer })[]> {
  const { guests } = JSON.parse(await readFile(`${GUESTS}index.json`, 'utf8')) as {
    guests: Guest[];
  };
  const read = guests.map(async ({ name, file }) => {
    return { name, file, wasm: await readFile(GUESTS + file) };
  });
  return (await Promise.all(read)).sort((a, b) => b.wasm.length - a.wasm.length);
}

/** @throws Error with what XS said when it fails */
export async function measure({
  name,
  file,
  wasm,
}: Awaited<ReturnType<typeof examples>>[number]): Promise<ImageFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-image-'));
  try {
    const image = new Engine().precompileModule(wasm);
    const imagePath = join(folder, 'guest.cwasm');
    await writeFile(imagePath, image);
    const { exitCode, stdout, stderr } = await runOnXs({
      app: at('app.js'),
      modules: { wasmote: runtimeBundle() },
      preload: ['wasmote'],
      strip: true,
      resources: { 'guest.wasm': GUESTS + file, 'guest.cwasm': imagePath },
      timeoutMs: 120_000,
    });
    if (exitCode !== 0) throw new Error(`${name}: ${stderr || 'took more than two minutes'}`);
    const figures = JSON.parse(stdout) as Omit<ImageFigures, 'name' | 'wasmBytes' | 'imageBytes'>;
    return { name, wasmBytes: wasm.length, imageBytes: image.length, ...figures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
