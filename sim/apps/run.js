/**
 * What `wasmote run --on BOARD` runs: instantiates the resource `guest`, a module or an image, calls
 * one export and prints what it answered as JSON. Its one argument says what to call:
 *
 *     { "call": { "name": …, "params": [type codes], "args": [text] }, "fuel": …, "anyPageSize": … }
 */
import Resource from 'Resource';
import Sim from 'sim';
import { Config, Engine, Linker, Module, Store } from 'wasmote';

const I64 = 0x7e;

const text = (value) => (Object.is(value, -0) ? '-0' : value === null ? null : String(value));

const valueOf = (word, type) => (word === null ? null : type === I64 ? BigInt(word) : Number(word));

function run({ call, fuel, anyPageSize }) {
  const config = new Config().consumeFuel(fuel !== undefined).anyPageSize(anyPageSize);
  const engine = new Engine(config);
  const guest = new Resource('guest');
  const isImage = Engine.detectPrecompiled(guest) !== undefined;
  const module = isImage ? Module.deserialize(engine, guest) : new Module(engine, guest);
  const store = new Store(engine);
  if (fuel !== undefined) store.setFuel(fuel);
  const instance = new Linker(engine).instantiate(store, module);
  if (call === undefined) return [];
  const args = call.args.map((word, i) => valueOf(word, call.params[i]));
  const result = instance.call(call.name, ...args);
  return result === undefined ? [] : Array.isArray(result) ? result : [result];
}

let answer;
try {
  answer = { results: run(JSON.parse(Sim.argv[0])).map(text) };
} catch (error) {
  answer = { error: { name: error.name, message: error.message } };
}
trace(JSON.stringify(answer));
