import { readFileSync } from 'node:fs';
import { CompileError } from '../errors/errors.js';
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
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot read ${path}: ${READ_ERRORS[code] ?? message}`);
  }
  if (MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new CliError(notWasm(path, bytes), ExitCode.Guest);
  return Uint8Array.from(bytes);
}

function notWasm(path: string, bytes: Uint8Array): string {
  const problem = `${path} is not a WebAssembly module`;
  if (bytes.length === 0) return `${problem}: it is empty`;
  return /^\s*(\(module|;;|\(;)/.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))
    ? `${problem} but its text: make a binary of it first, for example with wat2wasm`
    : `${problem}: it does not begin with "\\0asm"`;
}

/** Runs `load`, and says which file it was whose module is invalid. */
export function naming<T>(path: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw new CliError(`${path} is not valid: ${error.message}`, ExitCode.Guest);
  }
}
