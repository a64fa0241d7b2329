import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a 64-bit simulator says about its sizes. */
const NOTE = /^note: .*\n/m;

/** How the command ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in the package's folder, as a user would. */
export function runCli(...args: readonly string[]): Promise<CliResult> {
  return runCliWith({}, ...args);
}

/** The same, with other variables in its environment. */
export function runCliWith(
  more: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<CliResult> {
  const env = { ...process.env, NO_COLOR: '1', ...more };
  return new Promise((fulfil) => {
    execFile(
      process.execPath,
      ['dist/cli.js', ...args],
      { cwd: root, env },
      (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : Number(error.code);
        fulfil({ exitCode, stdout, stderr: stderr.replace(NOTE, '') });
      },
    );
  });
}

/** A guest of the examples, as a path from the package's folder. */
export function guest(name: string): string {
  return `examples/guests/${name}.wasm`;
}
