import { Config, Engine, Linker, Module, Store } from 'wasmote';

export default function prepare({ bytes }) {
  const config = new Config();
  // A library without a compiler has no strategies.
  config.strategy?.('interpreter');
  const engine = new Engine(config);
  const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
  const func = instance.getFunc('run');
  return () => func.call();
}
