import { readImage } from '../image/reader.js';
import { EngineKind, HeaderWord, ImageOption } from '../image/format.js';
import { compiledExecutor } from '../compiler/compiled-executor.js';
import { guest } from '../compiler/guest.js';
import { Config } from './config.js';
import { Engine } from './engine.js';
import { Module } from './module.js';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a text in base64, which neither XS nor every browser can decode itself. */
function decode(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    bits = (bits << 6) | DIGITS.indexOf(text.charAt(i));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes[at++] = bits >> count;
    bits &= (1 << count) - 1;
  }
  return bytes;
}

/**
 * The module that a file of `wasmote compile` exports. It belongs to no engine: every store can have
 * instances of it whose engine counts fuel as the module does.
 *
 * Preloaded, all of it lies in flash, so the module itself takes no RAM.
 * @param image what is decoded of the module, in base64 without padding
 * @param methods the functions, by their indices: `f7`
 * @throws DeserializeError when it was compiled by another version of wasmote
 */
export function compiledModule(image: string, methods: object): Module {
  const bytes = decode(image);
  const options = new Int32Array(bytes.buffer)[HeaderWord.Options]!;
  const config = new Config().consumeFuel((options & ImageOption.ConsumeFuel) !== 0);
  const engine = new Engine(config.anyPageSize(true));
  const contents = readImage(bytes, { kind: EngineKind.File, settings: engine.settings }, true);
  Object.setPrototypeOf(methods, guest);
  const module = Object.create(Module.prototype) as Module;
  return Object.assign(module, contents, { engine, methods, executor: compiledExecutor });
}
