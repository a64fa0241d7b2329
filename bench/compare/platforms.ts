import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { runOnXs } from '../../src/simulator/index.js';
import { type Counted, countInstructions } from '../shared/callgrind.js';
import { benchPath, cachePath, writeCache } from '../shared/paths.js';
import type { Program } from '../shared/programs.js';
import type { Engine, PlatformName } from './engines.js';
import { type Answer, type Job, readAnswers } from './job.js';

const TIMEOUT_MS = 120_000;

/** app.js with the engines that it is to run, for one program. */
export interface Application {
  readonly app: string;
  readonly modules: Readonly<Record<string, string>>;
  readonly preload: readonly string[];
}

/** Puts an application together. */
export async function application(
  program: Program,
  engines: readonly Engine[],
  platform: PlatformName,
): Promise<Application> {
  const modules: Record<string, string> = { engines: await writeEngines(engines) };
  for (const engine of engines) {
    modules[`engine-${engine.name}`] = benchPath(`compare/engines/${engine.name}.js`);
    Object.assign(modules, await engine.modules(program, platform));
  }
  return {
    app: benchPath('compare/app.js'),
    modules,
    preload: [...new Set(engines.flatMap(({ preload }) => preload))],
  };
}

/** The module `engines`, which lists some of them. */
async function writeEngines(engines: readonly Engine[]): Promise<string> {
  const names = engines.map(({ name }) => name);
  const text = [
    ...names.map((name, i) => `import prepare${i} from 'engine-${name}';\n`),
    'export const engines = [\n',
    ...names.map((name, i) => `  { name: '${name}', prepare: prepare${i} },\n`),
    '];\n',
  ].join('');
  return writeCache(`compare/engines-${names.join('+')}.js`, text);
}

/** @throws Error with the reason when the application fails as a whole */
type Runner = (application: Application, job: Job) => Promise<Answer[]>;

const onXs: Runner = async ({ app, modules, preload }, job) => {
  const { exitCode, stdout, stderr, timedOut } = await runOnXs({
    app,
    modules,
    preload,
    argv: [JSON.stringify(job)],
    timeoutMs: TIMEOUT_MS,
  });
  if (timedOut) throw new Error(`takes more than ${TIMEOUT_MS / 1000} s`);
  if (exitCode !== 0) throw new Error(reasonOf(stderr));
  return readAnswers(stdout);
};

/** Node has no way to name modules, so that they are bundled. */
const onNode: Runner = async ({ app, modules }, job) => {
  const outfile = await cachePath(`compare/node-${process.pid}-${bundles++}.mjs`);
  const alias = { ...modules, sim: benchPath('compare/node-sim.js') };
  const platform = { platform: 'node', format: 'esm', target: 'node20' } as const;
  await build({
    entryPoints: [app],
    bundle: true,
    ...platform,
    alias,
    outfile,
    logLevel: 'silent',
  });
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, JSON.stringify(job)], {
      timeout: TIMEOUT_MS,
    });
    return readAnswers(stdout);
  } catch (error) {
    throw new Error(reasonOf((error as { stderr?: string }).stderr ?? ''));
  } finally {
    await rm(outfile, { force: true });
  }
};

let bundles = 0;

/** What runs an application, by where. */
export const RUNNERS: Readonly<Record<PlatformName, Runner>> = { xs: onXs, node: onNode };

/** Runs an application on XS under valgrind. */
export function count({ app, modules, preload }: Application, job: Job): Promise<Counted> {
  return countInstructions({ app, modules, preload, argv: [JSON.stringify(job)] });
}

/** The line that says what went wrong: XS's first one, or the one of Node that names an error. */
export function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((one) => /^\w*Error\b/.test(one)) ?? lines[0] ?? 'ends without a word';
  return line.replace(/^xs: /, '').trim();
}
