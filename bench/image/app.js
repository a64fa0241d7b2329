/**
 * Times and weighs one module on XS: made of WebAssembly, and loaded from an image. The resources
 * are `guest.wasm` and `guest.cwasm`. Prints JSON: nanoseconds, the least of several repetitions, and
 * bytes of RAM.
 */
import Resource from 'Resource';
import Sim from 'sim';
import { Engine, Linker, Module, Store } from 'wasmote';

const REPETITIONS = 5;
const ENOUGH_NS = 5e7;

/** Nanoseconds of one run. */
function least(run) {
  let best = Infinity;
  let times = 1;
  for (let i = 0; i < REPETITIONS; i++) {
    let elapsed;
    for (;;) {
      const start = Sim.now();
      for (let n = times; n > 0; n--) run();
      elapsed = Sim.now() - start;
      if (elapsed >= ENOUGH_NS) break;
      times *= elapsed < ENOUGH_NS / 10 ? 8 : 2;
    }
    best = Math.min(best, elapsed / times);
  }
  return best;
}

function used() {
  // Names made at run time go one collection after what used them.
  Sim.collect();
  Sim.collect();
  return Sim.measure('slotBytes') + Sim.measure('chunkBytes');
}

/** Bytes of RAM that stay. */
function weigh(make) {
  make();
  const kept = [null];
  const before = used();
  kept[0] = make();
  return used() - before;
}

const engine = new Engine();
const wasm = new Resource('guest.wasm');
const image = new Resource('guest.cwasm');
const linker = new Linker(engine);
for (const { module, name } of new Module(engine, wasm).imports())
  linker.func(module, name, () => 0);

const store = () => new Store(engine);
const compile = () => new Module(engine, wasm);
const load = () => Module.deserialize(engine, image);
const figures = {
  compileNs: least(compile),
  loadNs: least(load),
  loadAndInstantiateNs: least(() => linker.instantiate(store(), load())),
  compiledBytes: weigh(compile),
  loadedBytes: weigh(load),
};
trace(JSON.stringify(figures));
