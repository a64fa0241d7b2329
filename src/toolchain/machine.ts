import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The part of a machine that tells what is installed. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.platform`. */
  readonly platform: NodeJS.Platform;
  isFolder(path: string): boolean;
  isProgram(path: string): boolean;
}

/** The machine that this runs on. */
export const THIS_MACHINE: Machine = {
  env: process.env,
  platform: process.platform,
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  isProgram(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
};

/** The file that a command names, as a shell finds it. */
export function findProgram(machine: Machine, command: string): string | undefined {
  const name = machine.platform === 'win32' ? `${command}.exe` : command;
  return (machine.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((path) => machine.isProgram(path));
}
