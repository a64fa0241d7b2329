import { WebAssembly } from 'polywasm';

export default function prepare({ wideBytes }) {
  return new WebAssembly.Instance(new WebAssembly.Module(wideBytes), {}).exports.run;
}
