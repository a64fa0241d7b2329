/**
 * What can be wrong with an image, one constructor each: the messages say what to do about it.
 * docs/images.md lists them.
 */
import { type Feature, featureName } from '../opcodes/feature.js';
import { type EngineKind, FORMAT } from './format.js';
import { VERSION, versionText } from './version.js';

/** The bytes are no image, a damaged one, or one for another engine. */
export class DeserializeError extends Error {
  override readonly name = 'DeserializeError';
  /** Written out for its `length`. */
  constructor(message?: string) {
    super(message);
  }
}

/** By `EngineKind`. */
const ENGINES: readonly string[] = Object.freeze(['', 'interpreter', 'compiler']);

const AGAIN = 'compile the module again';

export function notAnImage(): DeserializeError {
  return new DeserializeError(
    'image header not detected: these bytes are no precompiled image; make one with ' +
      '`wasmote compile --image` or Engine.precompileModule',
  );
}
export function plainWebAssembly(): DeserializeError {
  return new DeserializeError(
    'image header not detected: these bytes are a WebAssembly module; use new Module, or make an ' +
      'image of it with `wasmote compile --image` or Engine.precompileModule',
  );
}
export function truncated(bytes: number, needed: number): DeserializeError {
  return new DeserializeError(
    `the image is truncated: ${bytes} bytes were given, and it has ${needed}`,
  );
}
export function tooLong(bytes: number, needed: number): DeserializeError {
  return new DeserializeError(
    `the image is followed by other bytes: ${bytes} were given, and it has ${needed}`,
  );
}
export function wrongChecksum(expected: number, found: number): DeserializeError {
  return new DeserializeError(
    `the image is damaged: its checksum is ${hex(expected)}, and its bytes have ${hex(found)}; copy it again`,
  );
}
export function otherFormat(format: number): DeserializeError {
  return new DeserializeError(
    `the image is of format ${format}, and wasmote ${versionText(VERSION)} reads format ${FORMAT}; ${AGAIN}`,
  );
}
export function otherVersion(version: number): DeserializeError {
  return new DeserializeError(
    `the image was compiled with incompatible version ${versionText(version)} of wasmote, ` +
      `and this is ${versionText(VERSION)}; ${AGAIN}`,
  );
}
export function otherInstructions(): DeserializeError {
  return new DeserializeError(
    `the image was compiled with another build of wasmote ${versionText(VERSION)}, ` +
      `whose instructions are different; ${AGAIN}`,
  );
}
export function otherEngine(image: EngineKind, engine: EngineKind): DeserializeError {
  return new DeserializeError(
    `the image was compiled for the ${ENGINES[image]}, and this engine is the ${ENGINES[engine]}; ${AGAIN}`,
  );
}
export function otherFeature(feature: Feature): DeserializeError {
  return new DeserializeError(
    `the image uses the WebAssembly feature \`${featureName(feature)}\`, ` +
      `but it is not enabled for this engine`,
  );
}
/** `option` is a method of `Config`, and `given` what the image was compiled with. */
export function otherOption(option: string, given: boolean): DeserializeError {
  return new DeserializeError(
    `the image was compiled with Config.${option}(${given}), but this engine has ${option}(${!given})`,
  );
}
/** The checksum is right, so that whoever made the image made it so. */
export function malformedImage(what: string): DeserializeError {
  return new DeserializeError(`the image is malformed: ${what}`);
}

function hex(word: number): string {
  return `0x${(word >>> 0).toString(16).padStart(8, '0')}`;
}
