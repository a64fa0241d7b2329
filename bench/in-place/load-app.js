/** What loading takes inside XS, for `sizes.ts`: arguments are files. Prints microseconds of each way. */
import { Engine, Module } from 'wasmote';
import Sim from 'sim';
import { load } from 'in-place-load';

const engine = new Engine();
const files = Sim.argv.map((path) => new Uint8Array(Sim.readFile(path)));
const WAYS = [
  (bytes) => Module.validate(engine, bytes),
  (bytes) => new Module(engine, bytes),
  (bytes) => load(bytes),
];
const least = WAYS.map(() => files.map(() => Infinity));
for (let round = 0; round < 20; round++) {
  WAYS.forEach((way, i) => {
    files.forEach((bytes, k) => {
      const start = Sim.now();
      way(bytes);
      least[i][k] = Math.min(least[i][k], Sim.now() - start);
    });
  });
}
trace(least.map((list) => Math.round(list.reduce((a, b) => a + b) / 1000)).join(' '));
