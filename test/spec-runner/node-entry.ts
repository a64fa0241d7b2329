/** Runs one script in a worker of Node's, which can be ended when it takes too long. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { runScript } from './script-runner.js';
import type { Strategy } from '../../src/index.js';
import type { Script } from './wast-json.js';

const { file, folder, strategy } = workerData as {
  file: string;
  folder: string;
  strategy: Strategy;
};
const script = JSON.parse(readFileSync(file, 'utf8')) as Script;
const load = (name: string): Uint8Array => readFileSync(join(folder, name));
parentPort!.postMessage(runScript(script, basename(folder), strategy, load));
