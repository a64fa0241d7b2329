import { Config } from '../embedding/config.js';
import { Engine } from '../embedding/engine.js';
import { Module } from '../embedding/module.js';
import { usedFeaturesOf } from '../image/serialize.js';
import { featureOptions, wasmOpt } from './binaryen.js';

export interface OptimizeOptions {
  /** Drop names and all that tools left of themselves. */
  readonly strip: boolean;
}

/** For the smallest code; passes run until they find nothing any more. */
const SMALLEST = ['-Oz', '--converge'];

/** Without `--strip`, functions keep their names. */
const KEEP_NAMES = ['-g'];
const STRIP = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/**
 * Makes a module smaller with binaryen's passes for size. What it means stays, NaN bits aside, and it
 * uses no part of WebAssembly that it did not use before.
 *
 * @param bytes the module, in the binary format
 * @returns a new module; the same one, where binaryen finds none that is smaller
 * @throws CompileError when the module is not valid, BinaryenError where binaryen fails
 */
export async function optimize(
  bytes: Uint8Array<ArrayBuffer>,
  { strip }: OptimizeOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const engine = new Engine(new Config().strategy('interpreter'));
  const features = usedFeaturesOf(new Module(engine, bytes));
  const made = await wasmOpt(bytes, [
    ...featureOptions(features),
    ...SMALLEST,
    ...(strip ? STRIP : KEEP_NAMES),
  ]);
  // What another program makes is checked like everything else.
  new Module(engine, made);
  return made.length < bytes.length ? made : bytes;
}
