import { Reader } from '../binary/reader.js';
import { textsOf } from '../compiler/write-texts.js';
import type { EngineSettings } from '../runtime/engine-settings.js';
import type { ModuleCode } from '../runtime/module.js';
import { describe } from './description.js';
import { EngineKind, HeaderWord, ImageOption, ImageSection } from './format.js';
import { writeImage } from './writer.js';

/** Features that modules use. Only images need them, so modules themselves do not keep them. */
const usedFeatures = new WeakMap<ModuleCode, number>();

/**
 * Remembers the features that a module uses, in case it is serialized.
 * @param found their bits, or the image that it was loaded from
 */
export function noteFeatures(module: ModuleCode, found: number | Uint8Array): void {
  const features =
    typeof found === 'number' ? found : new Reader(found, HeaderWord.Features * 4).bits32();
  usedFeatures.set(module, features);
}

/** The features that a module uses. */
export function usedFeaturesOf(module: ModuleCode): number {
  return usedFeatures.get(module)!;
}

/** The image of a module, for engines whose settings are like its own engine's. */
export function serialize(
  module: ModuleCode,
  { consumeFuel, strategy }: EngineSettings,
): Uint8Array {
  const { buffer, byteOffset, byteLength } = module.executor.pristine?.() ?? module.code;
  const compiles = strategy === 'compiler';
  return writeImage(
    {
      kind: compiles ? EngineKind.Compiler : EngineKind.Interpreter,
      features: usedFeaturesOf(module),
      options: consumeFuel ? ImageOption.ConsumeFuel : 0,
    },
    [
      [ImageSection.Description, describe(module)],
      [ImageSection.WebAssembly, module.bytes],
      [ImageSection.Code, new Uint8Array(buffer, byteOffset, byteLength)],
      ...(compiles
        ? [[ImageSection.Texts, module.texts ?? textsOf(module, module.executor.source!)] as const]
        : []),
    ],
  );
}
