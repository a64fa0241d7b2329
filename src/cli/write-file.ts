import { writeFileSync } from 'node:fs';
import { CliError } from './exit-code.js';

/** The reasons of a failed write that people meet. */
const WRITE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

/**
 * Writes what a command makes.
 * @throws CliError when it cannot be written
 */
export function writeOutput(path: string, contents: Uint8Array | string): void {
  try {
    writeFileSync(path, contents);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new CliError(`cannot write ${path}: ${WRITE_ERRORS[code] ?? message}`);
  }
}
