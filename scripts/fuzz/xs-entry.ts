/**
 * Carries out plans inside XS: the arguments are a file that lists them as JSON and one that holds
 * the modules. Prints what happened; each job ends with a line of its own, so that the one is known
 * in which XS aborts.
 */
import Sim from 'sim';
import { play } from './play.js';
import { wasmoteEngine } from './wasmote-engine.js';
import { JOB_END, type XsJob } from './xs-job.js';

declare function trace(text: string): void;

/** XS has no TextDecoder; this is its own way to read UTF-8. */
const { fromArrayBuffer } = String as unknown as { fromArrayBuffer(bytes: ArrayBuffer): string };

const [list, modules] = Sim.argv as [string, string];
const jobs = JSON.parse(fromArrayBuffer(Sim.readFile(list))) as XsJob[];
const bytes = new Uint8Array(Sim.readFile(modules));
for (const { strategy, plan, at, length } of jobs) {
  const lines = play(wasmoteEngine(strategy), bytes.slice(at, at + length), plan);
  for (const line of lines) trace(`${line}\n`);
  trace(`${JOB_END}\n`);
}
