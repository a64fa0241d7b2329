/**
 * The demonstration in the simulator: guests are resources in flash. Prints one event a line, as
 * JSON; its arguments are the guests, as NAME=COUNT.
 */
import Resource from 'Resource';
import { runSession } from 'session';
import Sim from 'sim';
import * as wasmote from 'wasmote';

const host = {
  used() {
    // Names made at run time, as JSON.parse makes them, go one collection after what used them.
    Sim.collect();
    Sim.collect();
    return Sim.measure('slotBytes') + Sim.measure('chunkBytes');
  },
  wasm: (name) => new Resource(`${name}.wasm`),
  script: (name) => JSON.parse(String.fromArrayBuffer(new Resource(`${name}.json`).slice(0))),
  report: (event) => trace(JSON.stringify(event), '\n'),
};

export const session = runSession(
  wasmote,
  host,
  Sim.argv.map((word) => [word.split('=')[0], Number(word.split('=')[1])]),
);
const used = host.used();
const freeBytes = Sim.measure('freeBytes');
host.report({ event: 'end', used, freeBytes });
