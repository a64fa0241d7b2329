/** The library with nothing loaded: an engine, a store with its stack, and a linker. */
import Sim from 'sim';
import { Engine, Linker, Store } from 'wasmote';

const engine = new Engine();
export const kept = { store: new Store(engine), linker: new Linker(engine) };

Sim.collect();
trace(Sim.measure('slotBytes') + Sim.measure('chunkBytes'), ' ', Sim.measure('tableBytes'));
