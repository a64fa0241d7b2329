/** Runs modules once each between two calls of `Sim.now`, after they ran before: those of files, or compiled ones. */
import 'wasmote/memory64';
import { Engine, Linker, Module, Store } from 'wasmote';
import narrow from 'narrow';
import wide from 'wide';
import Sim from 'sim';

const files = Sim.argv;
const engine = new Engine();
const load = (file) => new Module(engine, new Uint8Array(Sim.readFile(file)));
for (const module of files.length > 0 ? files.map(load) : [narrow, wide]) {
  const run = new Linker(engine).instantiate(new Store(engine), module).getFunc('run');
  const checksum = run.call();
  Sim.collect();
  Sim.now();
  if (run.call() !== checksum) throw new Error('the checksum is another one each time');
  Sim.now();
  trace(`${checksum}\n`);
}
