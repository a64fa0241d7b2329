import { Config, Engine, Linker, Store } from 'wasmote';
import module from 'compiled-program';

/** As much as the simulator's XS has to spare, and more than a board's 512. */
const STACK_SLOTS = 4096;

export default function prepare() {
  const engine = new Engine(new Config().compiledStackSlots(STACK_SLOTS));
  const func = new Linker(engine).instantiate(new Store(engine), module).getFunc('run');
  return () => func.call();
}
