import { compileModule } from '../embedding/compile-module.js';
import { compiledModule } from '../embedding/compiled-module.js';
import { Config } from '../embedding/config.js';
import { Engine } from '../embedding/engine.js';
import { Module } from '../embedding/module.js';
import { usedFeaturesOf } from '../image/serialize.js';
import { EngineKind, HeaderWord } from '../image/format.js';
import { entriesFor } from '../opcodes/feature.js';

/**
 * How a module gets to a device: as it is, or as an image, and is interpreted; or as preloaded
 * JavaScript; or as it is, or as an image with generated code, for the compiler on the device.
 */
export type GuestForm = 'wasm' | 'image' | 'compiled' | 'wasm-compiler' | 'image-compiler';

/** How modules of WebAssembly are run: interpreted, compiled ahead of time, compiled on the device. */
export type GuestEngine = 'interpreter' | 'compiled' | 'compiler';

/** Whether a module's functions are compiled on the device. */
export function isForCompiler(form: GuestForm): boolean {
  return form.endsWith('-compiler');
}

/** A module as a device would have it. */
export interface Guest {
  readonly name: string;
  readonly form: GuestForm;
  readonly module: Module;
  /** What of it lies in flash on a device, and so takes no RAM. */
  readonly flash: ReadonlySet<object>;
  /** What a program imports for the module beside `wasmote` and what runs compiled code. */
  readonly entries: readonly string[];
  /** The file, which a device has as a resource; of JavaScript, its text. */
  readonly bytes: Uint8Array;
}

/** How a module of WebAssembly is loaded. */
export interface GuestOptions {
  /** Of WebAssembly; images and compiled modules are for what they were made for. */
  readonly engine: GuestEngine;
  readonly fuel: boolean;
  readonly anyPageSize: boolean;
}

/**
 * Loads a module without running any of it.
 * @param bytes WebAssembly, an image, or what `wasmote compile` made
 * @throws CompileError, DeserializeError
 */
export function readGuest(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { engine, fuel, anyPageSize }: GuestOptions,
): Guest {
  const engineOf = (strategy: 'interpreter' | 'compiler'): Engine =>
    new Engine(new Config().strategy(strategy).consumeFuel(fuel).anyPageSize(anyPageSize));
  if (isCompiledText(bytes)) return compiledGuest(name, bytes);
  if (Engine.detectPrecompiled(bytes) !== undefined) {
    return isCompilerImage(bytes)
      ? imageGuest(name, 'image-compiler', bytes, engineOf('compiler'))
      : imageGuest(name, 'image', bytes, engineOf('interpreter'));
  }
  if (engine === 'interpreter') return wasmGuest(name, 'wasm', bytes, engineOf(engine));
  if (engine === 'compiler') return wasmGuest(name, 'wasm-compiler', bytes, engineOf(engine));
  const text = compileModule(engineOf('interpreter'), bytes, `${name}.wasm`);
  return compiledGuest(name, new TextEncoder().encode(text));
}

/** Whether an image has functions as JavaScript. */
function isCompilerImage(bytes: Uint8Array<ArrayBuffer>): boolean {
  const at = HeaderWord.Format * 4 + 2;
  if (bytes.length < at + 2) return false;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint16(at, true) === EngineKind.Compiler;
}

function wasmGuest(
  name: string,
  form: GuestForm,
  bytes: Uint8Array<ArrayBuffer>,
  engine: Engine,
): Guest {
  const module = new Module(engine, bytes);
  // Of a `Resource` the sections are not copied.
  Object.assign(module, { bytes });
  const flash = outsideOf(module, bytes.buffer);
  return { name, form, module, flash, entries: entriesOf(module), bytes };
}

function imageGuest(
  name: string,
  form: GuestForm,
  bytes: Uint8Array<ArrayBuffer>,
  engine: Engine,
): Guest {
  const module = Module.deserialize(engine, bytes);
  // Of a `Resource` they are views.
  const inPlace = [module.bytes.buffer, module.code.buffer];
  if (module.texts !== undefined) inPlace.push(module.texts.buffer);
  const flash = outsideOf(module, ...inPlace);
  return { name, form, module, flash, entries: entriesOf(module), bytes };
}

function entriesOf(module: Module): string[] {
  return entriesFor(usedFeaturesOf(module));
}

/** What is not weighed with a module: what a compiler keeps is in compiled-code.ts. */
function outsideOf(module: Module, ...inPlace: readonly object[]): ReadonlySet<object> {
  const { engine, executor, methods } = module;
  return new Set([engine, executor, ...(methods === undefined ? [] : [methods]), ...inPlace]);
}

const COMPILED = /\bcompiledModule\('([A-Za-z0-9+/]*)', \{\n/;

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

/** Whether a file is what `wasmote compile` made. */
export function isCompiledText(bytes: Uint8Array): boolean {
  return bytes[0] === 0x2f && COMPILED.test(textOf(bytes));
}

function compiledGuest(name: string, bytes: Uint8Array): Guest {
  const text = textOf(bytes);
  const module = compiledModule(COMPILED.exec(text)![1]!, {});
  const flash = new Set<object>([module.executor]);
  const entries = [...text.matchAll(/^import '(.+)';$/gm)].map(([, entry]) => entry!);
  return { name, form: 'compiled', module, flash, entries, bytes };
}
