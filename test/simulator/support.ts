import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe } from 'vitest';
import { buildSimulator } from '../../src/simulator/build.js';
import { detectCompiler } from '../../src/simulator/compiler.js';
import { runOnXs, type RunOptions, type RunResult } from '../../src/simulator/run.js';

const compiler = await detectCompiler();
if (compiler === undefined)
  console.warn('SKIPPED: no C compiler works here, so the simulator cannot be built');
else if (compiler.pointerBits !== 32)
  console.warn(
    'SKIPPED in part: the compiler makes no 32-bit programs, so sizes are not those of boards',
  );

/** Tests that need the simulator. */
export const describeOnXs = describe.skipIf(compiler === undefined);

/** Tests that need the sizes of boards. */
export const describeOnXs32 = describe.skipIf(compiler?.pointerBits !== 32);

/** Building takes about 15 s, once. */
const BUILD_TIMEOUT_MS = 300_000;

if (compiler !== undefined) beforeAll(() => buildSimulator(), BUILD_TIMEOUT_MS);

/** The pico's sizes: one static block of 131,072 bytes. */
export const PICO = {
  staticBytes: 131072,
  chunkBytes: 1536,
  chunkIncrementBytes: 512,
  slotCount: 512,
  slotIncrement: 64,
  stackSlots: 512,
  keyCount: 32,
  keyIncrement: 32,
  nameModulo: 53,
  symbolModulo: 3,
  parserBufferBytes: 1024,
  parserTableModulo: 17,
} as const;

/** The sizes of an ESP32 of subplatform nodemcu: two heaps that do not grow. */
export const ESP32 = {
  ...PICO,
  staticBytes: 0,
  chunkBytes: 78848,
  chunkIncrementBytes: 0,
  slotCount: 4928,
  slotIncrement: 0,
} as const;

/** Writes the files into a folder of their own, runs `main.js` of them, and removes them. */
export async function runFiles(
  files: Readonly<Record<string, string>>,
  options: Omit<RunOptions, 'app' | 'modules' | 'resources'> & {
    readonly modules?: readonly string[];
    readonly resources?: readonly string[];
  } = {},
): Promise<RunResult> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-test-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { modules = [], resources, ...rest } = options;
    return await runOnXs({
      timeoutMs: 20_000,
      ...rest,
      app: join(folder, 'main.js'),
      modules: Object.fromEntries(modules.map((name) => [name, join(folder, `${name}.js`)])),
      ...(resources && {
        resources: Object.fromEntries(resources.map((name) => [name, join(folder, name)])),
      }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs one module. */
export function runSource(
  source: string,
  options: Parameters<typeof runFiles>[1] = {},
): Promise<RunResult> {
  return runFiles({ 'main.js': source }, options);
}
