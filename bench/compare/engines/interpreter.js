import { Config, Engine, Linker, Module, Store } from 'wasmote';

export default function prepare({ bytes }) {
  const engine = new Engine(new Config().strategy('interpreter'));
  const instance = new Linker(engine).instantiate(new Store(engine), new Module(engine, bytes));
  const func = instance.getFunc('run');
  return () => func.call();
}
