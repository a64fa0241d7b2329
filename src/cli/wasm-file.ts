import { readFileSync } from 'node:fs';
import { Engine } from '../embedding/engine.js';
import { Module } from '../embedding/module.js';
import { CompileError } from '../errors/errors.js';
import { DeserializeError } from '../image/errors.js';
import { isCompiledText } from '../prediction/guest.js';
import { CliError, ExitCode } from './exit-code.js';

const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** The reasons of a failed read that people meet. */
const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

/**
 * The bytes of a WebAssembly file.
 * @throws CliError when it cannot be read, or holds something else
 */
export function readWasm(path: string): Uint8Array<ArrayBuffer> {
  const bytes = readBytes(path);
  if (!isWasm(bytes)) throw new CliError(notWasm(path, bytes), ExitCode.Guest);
  return bytes;
}

/**
 * The bytes of a WebAssembly file, or of a precompiled image.
 * @throws CliError when it cannot be read, or holds something else
 */
export function readWasmOrImage(path: string): Uint8Array<ArrayBuffer> {
  const bytes = readBytes(path);
  if (isWasm(bytes) || Engine.detectPrecompiled(bytes) !== undefined) return bytes;
  throw new CliError(notWasm(path, bytes), ExitCode.Guest);
}

/**
 * The bytes of a file of any form that modules have.
 * @throws CliError when it cannot be read, or holds something else
 */
export function readAnyModule(path: string): Uint8Array<ArrayBuffer> {
  const bytes = readBytes(path);
  if (isWasm(bytes) || isCompiledText(bytes)) return bytes;
  if (Engine.detectPrecompiled(bytes) !== undefined) return bytes;
  throw new CliError(notWasm(path, bytes), ExitCode.Guest);
}

/**
 * The module of what `readWasmOrImage` read.
 * @throws CompileError, DeserializeError
 */
export function loadModule(engine: Engine, bytes: Uint8Array): Module {
  return Engine.detectPrecompiled(bytes) === undefined
    ? new Module(engine, bytes)
    : Module.deserialize(engine, bytes);
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync(path));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot read ${path}: ${READ_ERRORS[code] ?? message}`);
  }
}

function isWasm(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

function notWasm(path: string, bytes: Uint8Array): string {
  const problem = `${path} is not a WebAssembly module`;
  if (bytes.length === 0) return `${problem}: it is empty`;
  if (Engine.detectPrecompiled(bytes) !== undefined) return `${problem} but an image of one`;
  return /^\s*(\(module|;;|\(;)/.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))
    ? `${problem} but its text: make a binary of it first, for example with wat2wasm`
    : `${problem}: it does not begin with "\\0asm"`;
}

/** Runs `load`, and says which file it was whose module is invalid. */
export function naming<T>(path: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof DeserializeError) {
      throw new CliError(`${path} cannot be loaded: ${error.message}`, ExitCode.Guest);
    }
    if (!(error instanceof CompileError)) throw error;
    throw new CliError(`${path} is not valid: ${error.message}`, ExitCode.Guest);
  }
}
