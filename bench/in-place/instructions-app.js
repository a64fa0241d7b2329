/**
 * Runs a kernel by several engines, for `instructions.ts`: arguments are the kernel's file and the
 * engines. Each runs once between two calls of `Sim.now`.
 */
import { Engine, Linker, Module, Store } from 'wasmote';
import Sim from 'sim';
import { execute as byOpcode } from 'in-place';
import { execute as byTable } from 'in-place-table';
import { load, run } from 'in-place-load';

const [file, ...engines] = Sim.argv;
const bytes = new Uint8Array(Sim.readFile(file));
const engine = new Engine();
const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
const func = instance.getFunc('run');
const inPlace = load(bytes);
const ways = {
  registers: () => func.call(),
  opcode: () => run(byOpcode, inPlace, 'run'),
  table: () => run(byTable, inPlace, 'run'),
};
for (const name of engines) {
  const way = ways[name];
  way();
  Sim.collect();
  Sim.now();
  way();
  Sim.now();
}
