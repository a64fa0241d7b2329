/**
 * Runs the kernels inside XS: wasmote's interpreter, the one in place, the naive one, and JavaScript
 * written by hand.
 * Arguments: a file of JSON with the kernels, and how often to repeat the measurement. Prints one
 * line of JSON a kernel: nanoseconds a run, the least of the repetitions.
 */
import { Engine, Linker, Module, Store } from 'wasmote';
import Sim from 'sim';
import { execute } from 'in-place';
import { load, run as runInPlace } from 'in-place-load';
import { invoke, loadModule } from 'naive';
import { kernels } from 'kernels';

const [repetitions = '3', only = ''] = Sim.argv;

/** Nanoseconds of one run: the least of several, each at least 50 ms long. */
function least(run) {
  let best = Infinity;
  let times = 1;
  for (let i = 0; i < Number(repetitions); i++) {
    let elapsed;
    for (;;) {
      const start = Sim.now();
      for (let n = times; n > 0; n--) run();
      elapsed = Sim.now() - start;
      if (elapsed >= 5e7) break;
      times *= elapsed < 5e6 ? 8 : 2;
    }
    best = Math.min(best, elapsed / times);
  }
  return best;
}

for (const { name, file, checksum, run } of kernels) {
  if (only !== '' && only !== name) continue;
  const bytes = new Uint8Array(Sim.readFile(file));
  const engine = new Engine();
  const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
  const func = instance.getFunc('run');
  const inPlace = load(bytes);
  const naive = loadModule(bytes);
  for (const answer of [
    func.call(),
    runInPlace(execute, inPlace, 'run'),
    invoke(naive, 'run'),
    run(),
  ]) {
    if ((answer | 0) !== (checksum | 0)) throw new Error(`${name}: ${answer}, not ${checksum}`);
  }
  const figures = {
    name,
    interpreter: least(() => func.call()),
    inPlace: least(() => runInPlace(execute, inPlace, 'run')),
    naive: least(() => invoke(naive, 'run')),
    javascript: least(run),
  };
  trace(`${JSON.stringify(figures)}\n`);
}
