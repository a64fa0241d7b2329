import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSimulator, type BuildProgress, type Variant } from './build.js';
import { CREATION_OPTIONS, type Creation } from './creation.js';
import type { Report } from './report.js';

/** What to run on XS, and as which board. */
export interface RunOptions {
  /** File of the application's main module. */
  readonly app: string;
  /** File by module name, for example `{ wasmote: 'dist/xs/wasmote.js' }`. Default: none. */
  readonly modules?: Readonly<Record<string, string>>;
  /** Names of modules to preload. Default: none. */
  readonly preload?: readonly string[];
  /** False runs everything as a mod does, in RAM but for its code. Default: true. */
  readonly preloadEnabled?: boolean;
  /** True: modules that are not preloaded are of a mod, so their names are made at run time. Default: false. */
  readonly isMod?: boolean;
  /** True leaves out built-ins that the program does not name, as `strip: "*"`. Default: false. */
  readonly strip?: boolean;
  /** File by resource name. Default: any file beside the application by its own name. */
  readonly resources?: Readonly<Record<string, string>>;
  /** The board's sizes. Default: roomy, for what is not about a board. */
  readonly creation?: Creation;
  /** What `Sim.argv` gives. */
  readonly argv?: readonly string[];
  /** Ends the run after so many milliseconds. Default: never. */
  readonly timeoutMs?: number;
  /** Called with standard output as it comes. */
  readonly onOutput?: (text: string) => void;
  /** Another XS than that of most boards, built first when that is not done. */
  readonly variant?: Variant;
  /** Called while the simulator is built, which happens once. */
  readonly onBuild?: (progress: BuildProgress) => void;
}

/** How a run ended. */
export interface RunResult {
  /** One of `SimulatorExit`, or what `Sim.exit` was given; null when a signal or the timeout ended it. */
  readonly exitCode: number | null;
  /** What `trace` printed. */
  readonly stdout: string;
  /** Empty, or the reason of the end in one line, an exception's stack below it. */
  readonly stderr: string;
  readonly timedOut: boolean;
  /** Undefined when the program was killed. */
  readonly report: Report | undefined;
}

/**
 * Runs an application on XS as a board would; builds the simulator first when that is not done.
 *
 * @throws NoCompilerError, XsSourcesError, BuildError from building; Error for a name or path with
 *   a line break.
 * @example
 * const { stdout, report } = await runOnXs({ app: 'main.js', creation: creationValues(board.xs.creation) });
 */
export async function runOnXs(options: RunOptions): Promise<RunResult> {
  const { program } = await buildSimulator(options.onBuild, options.variant);
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-run-'));
  try {
    const configPath = join(folder, 'config');
    const reportPath = join(folder, 'report.json');
    await writeFile(configPath, configText(options, reportPath));
    const end = await execute(
      program,
      ['--config', configPath, '--', ...(options.argv ?? [])],
      options,
    );
    return { ...end, report: await readReport(reportPath) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The configuration file: one option a line. */
function configText(options: RunOptions, reportPath: string): string {
  const lines: string[] = [];
  const add = (name: string, value: string | number): void => {
    if (/[\r\n]/.test(String(value)))
      throw new Error(`A line break in ${name}: ${JSON.stringify(value)}`);
    lines.push(`${name} ${value}`);
  };
  const { creation } = options;
  if (creation !== undefined) {
    for (const key of Object.keys(CREATION_OPTIONS) as (keyof Creation)[])
      add(CREATION_OPTIONS[key], creation[key]);
  }
  for (const [name, file] of Object.entries(options.modules ?? {}))
    add('map', `${name}=${resolve(file)}`);
  for (const name of options.preload ?? []) add('preload', name);
  for (const [name, file] of Object.entries(options.resources ?? {}))
    add('resource', `${name}=${resolve(file)}`);
  add('report', reportPath);
  add('app', resolve(options.app));
  if (options.preloadEnabled === false) lines.push('no-preload');
  if (options.isMod === true) lines.push('mod');
  if (options.strip === true) lines.push('strip');
  return lines.join('\n') + '\n';
}

function execute(
  program: string,
  args: readonly string[],
  { timeoutMs, onOutput }: RunOptions,
): Promise<Omit<RunResult, 'report'>> {
  return new Promise((fulfil, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      fulfil({ exitCode, stdout, stderr, timedOut });
    });
  });
}

async function readReport(path: string): Promise<Report | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
