/**
 * Carries out plans inside XS: the program's arguments are a file that lists them as JSON and one
 * that holds the modules. Prints what happened; each job ends with a line of its own, so that the
 * one is known in which XS aborts.
 */
import 'wasmote/gc';
import 'wasmote/memory64';
import 'wasmote/wide-arithmetic';
import Sim from 'sim';
import type { Module } from '../../src/index.js';
import { play } from './play.js';
import { wasmoteEngine } from './wasmote-engine.js';
import { JOB_END, type XsJob } from './xs-job.js';

declare function trace(text: string): void;

/** XS has no TextDecoder; this is its own way to read UTF-8. */
const { fromArrayBuffer } = String as unknown as { fromArrayBuffer(bytes: ArrayBuffer): string };

/** @param compiled modules that were compiled ahead, a job each */
export function runJobs(strategy: 'interpreter' | 'compiler', compiled?: readonly Module[]): void {
  const [list, modules] = Sim.argv as [string, string];
  const jobs = JSON.parse(fromArrayBuffer(Sim.readFile(list))) as XsJob[];
  const bytes = new Uint8Array(Sim.readFile(modules));
  jobs.forEach(({ plan, at, length }, i) => {
    const engine = compiled ? wasmoteEngine(strategy, () => compiled[i]!) : wasmoteEngine(strategy);
    for (const line of play(engine, bytes.slice(at, at + length), plan)) trace(`${line}\n`);
    trace(`${JOB_END}\n`);
  });
}
