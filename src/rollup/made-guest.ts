import { compileModule } from '../embedding/compile-module.js';
import { usedFeaturesOf } from '../image/serialize.js';
import { Config, Engine, Module } from '../index.js';
import { entriesFor } from '../opcodes/feature.js';
import { assemble } from '../transform/binaryen.js';
import { optimize } from '../transform/optimize.js';
import { repagedGuest } from './repaged-guest.js';
import type { Settings } from './settings.js';

/** A guest as a bundle has it. */
export interface MadeGuest {
  readonly settings: Settings;
  /** The module, an image of it, or the text of a module of JavaScript, by `settings.form`. */
  readonly contents: Uint8Array<ArrayBuffer>;
  /** What a program imports of wasmote so that the guest can be loaded: `wasmote/gc`, … */
  readonly entries: readonly string[];
  /** What people should know of how it was made, a sentence each. */
  readonly told: readonly string[];
}

/**
 * Makes of a file what its settings say.
 * @param source WebAssembly, in the binary format or as text
 * @param largestMemory bytes that no memory has where compiled code runs; undefined: not known
 * @throws CompileError when it is no valid module; BinaryenError where binaryen fails; RepageError
 *   when it cannot be repaged
 */
export async function makeGuest(
  source: Uint8Array<ArrayBuffer>,
  settings: Settings,
  largestMemory: number | undefined,
): Promise<MadeGuest> {
  const config = new Config().strategy(settings.engine);
  const engine = new Engine(config.consumeFuel(settings.fuel).anyPageSize(settings.anyPageSize));
  let wasm = isText(source) ? await assemble(source) : source;
  const module = new Module(engine, wasm);
  let told: readonly string[] = [];
  if (settings.repage) ({ bytes: wasm, told } = repagedGuest(wasm, settings));
  if (settings.optimize) wasm = await optimize(wasm, { strip: settings.strip });
  const parts = entriesFor(usedFeaturesOf(module));
  switch (settings.form) {
    case 'bytes':
      return { settings, contents: wasm, entries: [...ofEngine(settings), ...parts], told };
    case 'image': {
      const contents = Uint8Array.from(engine.precompileModule(wasm));
      return { settings, contents, entries: [...ofEngine(settings), ...parts], told };
    }
    case 'compiled': {
      const text = compileModule(engine, wasm, settings.name, largestMemory);
      const contents = new TextEncoder().encode(text);
      return { settings, contents, entries: ['wasmote/compiled', ...parts], told };
    }
  }
}

function ofEngine({ engine }: Settings): string[] {
  return engine === 'compiler' ? ['wasmote/compiler'] : [];
}

/** Text of a module begins with a parenthesis, a comment or space; binaries with a zero. */
function isText(source: Uint8Array): boolean {
  return /^\s*(\(|;;)/.test(new TextDecoder('latin1').decode(source.subarray(0, 1000)));
}
