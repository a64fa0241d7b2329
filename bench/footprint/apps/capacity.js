/**
 * Holds as many instances of the resource `traffic.wasm` as its argument says, all alive, and calls
 * each after the last was made. Ends well only when every one of them answers right.
 */
import Resource from 'Resource';
import Sim from 'sim';
import { Engine, Linker, Module, Store } from 'wasmote';

/** `init` shifts the first phase by its argument modulo this. */
const SHIFTS = 8;
const FIRST_PHASE_TICKS = 10;
const count = Number(Sim.argv[0]);

const engine = new Engine();
const module = new Module(engine, new Resource('traffic.wasm'));
const store = new Store(engine);
const linker = new Linker(engine);

const crossings = [];
for (let i = 0; i < count; i++) crossings.push(linker.instantiate(store, module));

crossings.forEach((crossing, i) => crossing.call('init', i % SHIFTS));
crossings.forEach((crossing) => crossing.call('step', 0));
crossings.forEach((crossing, i) => {
  if (crossing.call('remaining') !== FIRST_PHASE_TICKS - 1 + (i % SHIFTS)) {
    throw new Error(`instance ${i} is not where it should be`);
  }
});
