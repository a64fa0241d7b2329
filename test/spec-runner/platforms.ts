import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Strategy } from '../../src/index.js';
import { runOnXs } from '../../src/simulator/run.js';
import { bundleRunner, EXTENSIONS, type Platform, PROJECT } from './bundle.js';
import { imagesOf } from './images.js';
import type { ScriptResult } from './script-runner.js';

/** Runs the script of a file. @throws Error when it does not come to an end */
export type RunScriptFile = (file: string) => Promise<ScriptResult>;

/** A script takes seconds at most; on XS the longest takes 40 s of a processor, which others may share. */
const TIMEOUT_MS: Readonly<Record<Platform, number>> = { node: 30_000, xs: 300_000 };

/**
 * @param runtime the file that XS imports as `wasmote`; by default `dist/xs/wasmote.js`, built first
 *   when it is older than the sources
 * @param strategy how functions are run
 * @param throughImage whether modules are loaded from precompiled images
 */
export async function prepare(
  platform: Platform,
  runtime: string | undefined,
  throughImage: boolean,
  strategy: Strategy,
): Promise<RunScriptFile> {
  const bundle = await bundleRunner(platform);
  const folderOf = throughImage ? imagesOf : dirname;
  if (platform === 'node')
    return async (file) => runOnNode(bundle, file, await folderOf(file), strategy);
  const wasmote = runtime ?? (await builtRuntime());
  return async (file) => runInSimulator(bundle, wasmote, file, await folderOf(file), strategy);
}

/** Where the modules for XS are. */
const PRODUCTS = join(PROJECT, 'dist', 'xs');

async function builtRuntime(): Promise<string> {
  const product = join(PRODUCTS, 'wasmote.js');
  const built = existsSync(product) ? (await stat(product)).mtimeMs : 0;
  const source = join(PROJECT, 'src');
  for (const name of await readdir(source, { recursive: true })) {
    if (!name.endsWith('.ts') || (await stat(join(source, name))).mtimeMs <= built) continue;
    await promisify(execFile)('npm', ['run', 'build'], { cwd: PROJECT });
    break;
  }
  return product;
}

function runOnNode(
  bundle: string,
  file: string,
  folder: string,
  strategy: Strategy,
): Promise<ScriptResult> {
  return new Promise((fulfil, reject) => {
    const worker = new Worker(bundle, { workerData: { file, folder, strategy } });
    const timer = setTimeout(() => {
      reject(new Error(`no end after ${TIMEOUT_MS.node} ms`));
      void worker.terminate();
    }, TIMEOUT_MS.node);
    worker.on('message', (result: ScriptResult) => {
      clearTimeout(timer);
      fulfil(result);
    });
    worker.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}

/** A machine without a board's bounds; what a script needs at once has to be there from the start. */
const ROOMY = {
  staticBytes: 0,
  chunkBytes: 64 * 1024 * 1024,
  chunkIncrementBytes: 16 * 1024 * 1024,
  slotCount: 1024 * 1024,
  slotIncrement: 256 * 1024,
  stackSlots: 32 * 1024,
  keyCount: 8192,
  keyIncrement: 4096,
  nameModulo: 1993,
  symbolModulo: 127,
  parserBufferBytes: 32 * 1024,
  parserTableModulo: 1993,
} as const;

async function runInSimulator(
  bundle: string,
  wasmote: string,
  file: string,
  folder: string,
  strategy: Strategy,
): Promise<ScriptResult> {
  const { exitCode, stdout, stderr, timedOut } = await runOnXs({
    app: bundle,
    modules: {
      wasmote,
      'wasmote/compiled': join(PRODUCTS, 'compiled.js'),
      'wasmote/compiler': join(PRODUCTS, 'compiler.js'),
      ...Object.fromEntries(
        EXTENSIONS.map((name) => [name, join(PRODUCTS, `${name.slice(8)}.js`)]),
      ),
    },
    preload: ['wasmote', 'wasmote/compiled', 'wasmote/compiler', ...EXTENSIONS],
    creation: ROOMY,
    argv: [file, folder, strategy],
    timeoutMs: TIMEOUT_MS.xs,
  });
  if (timedOut) throw new Error(`no end after ${TIMEOUT_MS.xs} ms`);
  if (exitCode !== 0) throw new Error(`XS ended with ${exitCode}: ${stderr.trim()}`);
  return JSON.parse(stdout) as ScriptResult;
}
