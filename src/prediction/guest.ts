import { compileModule } from '../embedding/compile-module.js';
import { compiledModule } from '../embedding/compiled-module.js';
import { Config } from '../embedding/config.js';
import { Engine } from '../embedding/engine.js';
import { Module } from '../embedding/module.js';

/** How a module gets to a device: as it is, as an image, or as preloaded JavaScript. */
export type GuestForm = 'wasm' | 'image' | 'compiled';

/** A module as a device would have it. */
export interface Guest {
  readonly name: string;
  readonly form: GuestForm;
  readonly module: Module;
  /** What of it lies in flash on a device, and so takes no RAM. */
  readonly flash: ReadonlySet<object>;
  /** The file, which a device has as a resource; of JavaScript, its text. */
  readonly bytes: Uint8Array;
}

/** How a module of WebAssembly is loaded. */
export interface GuestOptions {
  /** `compiled`: as `wasmote compile` would make it of WebAssembly. */
  readonly engine: 'interpreter' | 'compiled';
  readonly fuel: boolean;
  readonly anyPageSize: boolean;
}

/**
 * Loads a module without running any of it.
 * @param bytes WebAssembly, an image for the interpreter, or what `wasmote compile` made
 * @throws CompileError, DeserializeError
 */
export function readGuest(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { engine, fuel, anyPageSize }: GuestOptions,
): Guest {
  const config = new Config().strategy('interpreter').consumeFuel(fuel).anyPageSize(anyPageSize);
  const host = new Engine(config);
  if (isCompiledText(bytes)) return compiledGuest(name, bytes);
  if (Engine.detectPrecompiled(bytes) !== undefined) return imageGuest(name, bytes, host);
  if (engine === 'interpreter') return wasmGuest(name, bytes, host);
  const text = compileModule(host, bytes, `${name}.wasm`);
  return compiledGuest(name, new TextEncoder().encode(text));
}

function wasmGuest(name: string, bytes: Uint8Array<ArrayBuffer>, engine: Engine): Guest {
  const module = new Module(engine, bytes);
  // Of a `Resource` the sections are not copied.
  Object.assign(module, { bytes });
  const flash = new Set<object>([engine, module.executor, bytes.buffer]);
  return { name, form: 'wasm', module, flash, bytes };
}

function imageGuest(name: string, bytes: Uint8Array<ArrayBuffer>, engine: Engine): Guest {
  const module = Module.deserialize(engine, bytes);
  // Of a `Resource` they are views.
  const inPlace = [module.bytes.buffer, module.code.buffer];
  const flash = new Set<object>([engine, module.executor, ...inPlace]);
  return { name, form: 'image', module, flash, bytes };
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
  const module = compiledModule(COMPILED.exec(textOf(bytes))![1]!, {});
  return { name, form: 'compiled', module, flash: new Set<object>([module.executor]), bytes };
}
