import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { boardsFolder, loadBoard } from '../../boards/index.js';
import {
  type Check,
  familyChecks,
  familyOf,
  findMcconfig,
  findXsDev,
  sdkChecks,
} from '../../toolchain/checks.js';
import { THIS_MACHINE } from '../../toolchain/machine.js';
import { runtimeBundle } from '../board-run.js';
import { CliError, ExitCode } from '../exit-code.js';

const MANIFEST = 'manifest.json';

interface FlashOptions {
  readonly board: string;
  readonly build: 'debug' | 'instrumented' | 'release';
  readonly buildOnly?: true;
  readonly dryRun?: true;
}

/** `wasmote flash`: an application onto a board, by the Moddable SDK. */
export function addFlash(program: Command): void {
  program
    .command('flash')
    .summary('build an application with the Moddable SDK and put it on a board')
    .description(
      'Runs mcconfig of the Moddable SDK in the folder of an application, for the platform of a board; ' +
        'for a mod mcrun, which installs it beside its firmware. ' +
        'What the SDK prints is passed on. `wasmote doctor --board NAME` says what it takes.',
    )
    .usage('--board NAME [APP] [options]')
    .argument('[app]', 'a folder with a manifest.json, or a manifest (default: the board’s own)')
    .requiredOption('--board <name>', 'the board; `wasmote boards` lists them')
    .addOption(
      new Option('--build <kind>', 'with xsbug and symbols, with instrumentation, or neither')
        .choices(['debug', 'instrumented', 'release'])
        .default('debug'),
    )
    .option('--build-only', 'build, and put it on no board')
    .option('--dry-run', 'print the command, and run nothing')
    .action(flash);
}

async function flash(app: string | undefined, options: FlashOptions): Promise<void> {
  const board = loadBoard(options.board);
  const manifest = manifestOf(app ?? join(boardsFolder(), board.name), board.name);
  const args = [...flagsOf(options), '-p', board.sdk.platform, manifest];
  const folder = dirname(manifest);
  const tool = isMod(manifest) ? 'mcrun' : 'mcconfig';
  if (options.dryRun) {
    console.log(`cd ${quoted(folder)} && ${tool} ${args.map(quoted).join(' ')}`);
    return;
  }
  runtimeBundle();
  const missing = [
    ...sdkChecks(THIS_MACHINE),
    ...familyChecks(THIS_MACHINE, familyOf(board.sdk.platform)),
  ].find(({ found }) => found === undefined);
  if (missing === undefined) {
    return run(join(dirname(findMcconfig(THIS_MACHINE)!), tool), args, folder);
  }
  // xs-dev has an environment of its own, in which it runs what we would.
  const xsDev = findXsDev(THIS_MACHINE);
  if (xsDev === undefined || tool === 'mcrun' || !isPlain(options))
    throw incomplete(board.name, missing);
  return run(xsDev, ['run', '--device', board.sdk.platform, folder], folder);
}

/** @throws CliError when there is none */
function manifestOf(path: string, board: string): string {
  if (!existsSync(path)) throw new CliError(`cannot read ${path}: there is no such file`);
  const manifest = resolve(statSync(path).isDirectory() ? join(path, MANIFEST) : path);
  if (existsSync(manifest)) return manifest;
  throw new CliError(
    `the folder ${path} has no ${MANIFEST}: there is no application for ${board} in it`,
  );
}

/** Mods include a manifest of the SDK that has nothing of a firmware. */
function isMod(manifest: string): boolean {
  return readFileSync(manifest, 'utf8').includes('/manifest_mod.json');
}

/** `-m` makes it; the target `deploy` would only put it there again. */
function flagsOf({ build, buildOnly }: FlashOptions): string[] {
  const kind = { debug: ['-d'], instrumented: ['-i'], release: [] }[build];
  return [...kind, '-m', ...(buildOnly ? ['-t', 'build'] : [])];
}

function incomplete(board: string, { what, problem, next }: Check): CliError {
  return new CliError(
    `firmware for ${board} cannot be built: ${what}: ${problem}. Next: ${next}`,
    ExitCode.Build,
  );
}

/** As a shell wants it. */
function quoted(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Whether it is what `xs-dev run` does. */
function isPlain({ build, buildOnly }: FlashOptions): boolean {
  return build === 'debug' && buildOnly === undefined;
}

/** @throws CliError when it fails */
function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  return new Promise((fulfil, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return fulfil();
      const end = signal === null ? `with exit code ${code}` : `by ${signal}`;
      reject(
        new CliError(`${basename(program)} ended ${end}: see what it printed`, ExitCode.Build),
      );
    });
  });
}
