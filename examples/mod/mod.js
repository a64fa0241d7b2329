/**
 * A mod with all that it takes: the library, a guest, and this program, which a firmware runs that knows
 * nothing of WebAssembly. What it exports is the firmware's to call.
 */
import Resource from 'Resource';
import { Config, Engine, Instance, Module, Store } from 'wasmote';

const FUEL = 1000;

const engine = new Engine(new Config().consumeFuel(true));
const store = new Store(engine);
store.setFuel(FUEL);
const crossing = new Instance(store, new Module(engine, new Resource('traffic.wasm')), []);
crossing.call('init', 0);

/** @param button whether a pedestrian presses the button; @returns lamps, a bit each */
function step(button) {
  store.setFuel(FUEL);
  return crossing.call('step', button ? 1 : 0);
}

trace(`the mod is there; its lamps: ${step(false)}, ${step(true)}\n`);

export default { step };
