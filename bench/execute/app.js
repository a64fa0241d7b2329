/**
 * Runs the kernels inside XS by wasmote's interpreter, the one in place and the naive one. The
 * argument is a list of kernels as JSON. Prints a line of JSON a kernel: nanoseconds a run by each, the
 * least of the repetitions.
 */
import { Engine, Linker, Module, Store } from 'wasmote';
import Sim from 'sim';
import { execute } from 'in-place';
import { load, run as runInPlace } from 'in-place-load';
import { invoke, loadModule } from 'naive';

const REPETITIONS = 3;
const LEAST_NS = 5e7;

/** Nanoseconds of one run: the least of several, each long enough for the clock. */
function least(run) {
  let best = Infinity;
  let times = 1;
  for (let i = 0; i < REPETITIONS; i++) {
    let elapsed;
    for (;;) {
      const start = Sim.now();
      for (let n = times; n > 0; n--) run();
      elapsed = Sim.now() - start;
      if (elapsed >= LEAST_NS) break;
      times *= elapsed < LEAST_NS / 10 ? 8 : 2;
    }
    best = Math.min(best, elapsed / times);
  }
  return best;
}

for (const { name, file, checksum } of JSON.parse(Sim.argv[0])) {
  const bytes = new Uint8Array(Sim.readFile(file));
  const engine = new Engine();
  const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
  const func = instance.getFunc('run');
  const inPlace = load(bytes);
  const naive = loadModule(bytes);
  const ways = {
    interpreter: () => func.call(),
    inPlace: () => runInPlace(execute, inPlace, 'run'),
    naive: () => invoke(naive, 'run'),
  };
  const figures = { name };
  for (const [way, run] of Object.entries(ways)) {
    const answer = run();
    if ((answer | 0) !== checksum) throw new Error(`${name}: ${answer}, not ${checksum}`);
    figures[way] = least(run);
  }
  trace(`${JSON.stringify(figures)}\n`);
}
