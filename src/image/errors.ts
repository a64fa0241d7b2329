/**
 * What can be wrong with an image, one constructor each: the messages say what to do about it.
 * docs/images.md lists them.
 */
import { absentText, type Feature, featureName } from '../opcodes/feature.js';
import type { EngineKind } from './format.js';
import { VERSION, versionText } from './version.js';

/** The bytes are no image, a damaged one, or one for another engine. */
export class DeserializeError extends Error {
  override readonly name = 'DeserializeError';
}

/** By `EngineKind`. */
const ENGINES: readonly string[] = Object.freeze(['', 'interpreter', 'compiler', 'file it was in']);

export function notAnImage(isWebAssembly: boolean): DeserializeError {
  const what = isWebAssembly ? 'these bytes are a WebAssembly module; use new Module, or ' : '';
  return new DeserializeError(
    `image header not detected: ${what}make an image with \`wasmote compile --image\``,
  );
}
export function wrongLength(sizeBytes: number, neededBytes: number): DeserializeError {
  const what = sizeBytes < neededBytes ? 'truncated' : 'followed by other bytes';
  return new DeserializeError(
    `the image is ${what}: ${sizeBytes} bytes were given, and it has ${neededBytes}`,
  );
}
export function wrongChecksum(): DeserializeError {
  return new DeserializeError('the image is damaged: its checksum is wrong; copy it again');
}
export function otherFormat(format: number): DeserializeError {
  return incompatible(`to incompatible format ${format}`);
}
export function otherVersion(version: number): DeserializeError {
  return incompatible(`by incompatible version ${versionText(version)}`);
}
export function otherInstructions(): DeserializeError {
  return incompatible('by another build, to other instructions');
}
export function otherEngine(image: EngineKind, engine: EngineKind): DeserializeError {
  return incompatible(`for the ${ENGINES[image]} and not the ${ENGINES[engine]}`);
}
export function otherFeature(feature: Feature): DeserializeError {
  return new DeserializeError(
    `the image uses the WebAssembly feature \`${featureName(feature)}\`, ` +
      `but it is not enabled for this engine`,
  );
}
/** Of an extension: see `registerFeature`. */
export function absentFeature(feature: Feature): DeserializeError {
  return new DeserializeError(absentText(feature));
}
/** `option` is a method of `Config`, and `given` what the image was compiled with. */
export function otherOption(option: string, given: boolean): DeserializeError {
  return new DeserializeError(
    `the image was compiled with Config.${option}(${given}), but this engine has ${option}(${!given})`,
  );
}
/** The program cannot make functions of the image's texts. */
export function noCompiler(): DeserializeError {
  return new DeserializeError(
    "the image was compiled for the compiler: import 'wasmote/compiler' first, or compile it for the interpreter",
  );
}
/** The checksum is right, so that whoever made the image made it so. */
export function malformedImage(what: string): DeserializeError {
  return new DeserializeError(`the image is malformed: ${what}`);
}

function incompatible(what: string): DeserializeError {
  return new DeserializeError(
    `the image was compiled ${what}, and this is wasmote ${versionText(VERSION)}; compile the module again`,
  );
}
