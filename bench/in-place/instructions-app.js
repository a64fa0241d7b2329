/** Runs a kernel some times: arguments engine, file, times. For `instructions.ts`. */
import { Engine, Linker, Module, Store } from 'wasmote';
import Sim from 'sim';
import { execute as byOpcode } from 'in-place';
import { execute as byTable } from 'in-place-table';
import { load, run } from 'in-place-load';

const [which, file, times] = Sim.argv;
const bytes = new Uint8Array(Sim.readFile(file));
const engine = new Engine();
const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
const func = instance.getFunc('run');
const inPlace = load(bytes);
const execute = which === 'table' ? byTable : byOpcode;
for (let n = Number(times); n > 0; n--) {
  if (which === 'registers') func.call();
  else run(execute, inPlace, 'run');
}
