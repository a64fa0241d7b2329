import { Config, Engine, Linker, Module, Store } from 'wasmote';
import 'wasmote/compiler';

/** As much as the simulator's XS has to spare, and more than a board's 512. */
const STACK_SLOTS = 4096;

export default function prepare({ bytes }) {
  const engine = new Engine(new Config().strategy('compiler').compiledStackSlots(STACK_SLOTS));
  const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
  const func = instance.getFunc('run');
  return () => func.call();
}
