/**
 * Weighs instances of the resource `traffic.wasm`, made in one of several ways, and its module.
 * Arguments: the way, and `flash` or `ram`, where the module's bytes are. Prints JSON.
 */
import Resource from 'Resource';
import Sim from 'sim';
import * as wasmote from 'wasmote';

const COUNT = 8;
const NAMES = ['init', 'step', 'state', 'remaining', 'waiting', 'cycles', 'logged'];
const [way, source] = Sim.argv;

const { Engine, Instance, Linker, Module, Store } = wasmote;
const engine = new Engine();
const store = new Store(engine);
const linker = new Linker(engine);

/** One instance each; what it returns is kept. Undefined for what the library has not. */
const WAYS = {
  'linker.instantiate': (module) => linker.instantiate(store, module),
  'new Instance': (module) => new Instance(store, module, []),
  'getFunc of its 7 functions': (module) => {
    const instance = linker.instantiate(store, module);
    NAMES.forEach((name) => instance.getFunc(name));
    return instance;
  },
  'with a store of its own': (module) => linker.instantiate(new Store(engine), module),
  'WebAssembly, its 7 functions got':
    wasmote.WebAssembly &&
    ((module) => {
      const instance = new wasmote.WebAssembly.Instance(module);
      NAMES.forEach((name) => instance.exports[name]);
      return instance;
    }),
  'new WebAssembly.Instance':
    wasmote.WebAssembly && ((module) => new wasmote.WebAssembly.Instance(module)),
};

function used() {
  // Names made at run time go one collection after what used them.
  Sim.collect();
  Sim.collect();
  return Sim.measure('slotBytes') + Sim.measure('chunkBytes');
}

function load() {
  const flash = new Resource('traffic.wasm');
  const bytes = source === 'ram' ? flash.slice(0) : flash;
  return way.includes('WebAssembly')
    ? new wasmote.WebAssembly.Module(bytes)
    : new Module(engine, bytes);
}

function measure(make) {
  const kept = new Array(COUNT).fill(null);
  const after = new Array(COUNT).fill(0);
  load();
  const before = used();
  const module = load();
  const loaded = used();
  for (let i = 0; i < COUNT; i++) {
    kept[i] = make(module);
    after[i] = used();
  }
  const instances = after.map((bytes, i) => bytes - (i === 0 ? loaded : after[i - 1]));
  return { module: loaded - before, instances, alive: kept.length };
}

const make = WAYS[way];
trace(JSON.stringify(make === undefined ? null : measure(make)));
