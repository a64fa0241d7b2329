import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
} from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { detectCompiler, type Compiler } from './compiler.js';
import { withLock } from './lock.js';
import { packageRoot } from './package-root.js';
import { changeXsSource, changesText } from './xs-changes.js';
import { findXsSources, type XsSources } from './xs-sources.js';

const run = promisify(execFile);

/** The simulator's program, built. */
export interface Simulator {
  /** Absolute path of the program. */
  readonly program: string;
  readonly pointerBits: 32 | 64;
  readonly xsVersion: string;
  /** A plain sentence when sizes are not those of boards, else undefined. */
  readonly note: string | undefined;
}

/** How far a build is. */
export interface BuildProgress {
  /** Files compiled, of `total`. */
  readonly done: number;
  readonly total: number;
  /** The file just compiled. */
  readonly file: string;
}

/** Another XS than that of most boards. */
export interface Variant {
  /** Changes to XS's sources, by the names of files, on top of ours. */
  readonly change: (file: string, text: string) => string;
  /** Differs when the changes do: part of the hash. */
  readonly version: string;
}

/** No C compiler works here. */
export class NoCompilerError extends Error {
  override readonly name = 'NoCompilerError';
}

/** A compiler refused one of the sources; the message holds what it said. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Not compiled: debugger, profiler, snapshots, and the C API for hosts that have none of XS's internals. */
const LEFT_OUT = new Set(['xsDebug.c', 'xsProfile.c', 'xsSnapshot.c', 'xsmc.c']);

/** -fno-strict-aliasing: XS reads slots as what they are not. */
const FLAGS = [
  '-std=gnu11',
  '-O2',
  '-fno-pie',
  '-fno-common',
  '-fno-strict-aliasing',
  '-DINCLUDE_XSPLATFORM',
  '-DXSPLATFORM="xs-sim.h"',
];
const OWN_FLAGS = ['-Wall', '-Wextra', '-Wno-unused-parameter'];
const XS_FLAGS = ['-w'];
const LIBRARIES = ['-lm', '-lpthread'];

/**
 * Builds the simulator unless it is built already; takes about 15 s on two
 * processors. The result is kept in `.cache/sim/<hash>/` of the package, or in
 * the user's cache folder where that is not writable; the hash is over the
 * sources, the flags and the compiler's version.
 *
 * @throws NoCompilerError, XsSourcesError, BuildError
 */
export async function buildSimulator(
  onProgress?: (progress: BuildProgress) => void,
  variant?: Variant,
): Promise<Simulator> {
  const compiler = await detectCompiler();
  if (compiler === undefined) {
    throw new NoCompilerError(
      'No C compiler found: install gcc (with gcc-multilib for true sizes), or set CC',
    );
  }
  const xs = findXsSources();
  const jobs = listJobs(xs);
  const flags = [...FLAGS, ...compiler.widthFlags, ...includeFlags(xs)];
  const folder = join(cacheFolder(), hash(compiler, jobs, variant));
  const program = join(folder, `xs${compiler.pointerBits}`);
  if (!existsSync(program)) {
    await mkdir(folder, { recursive: true });
    await withLock(join(folder, 'lock'), async () => {
      if (existsSync(program)) return;
      const objects = await mkdtemp(join(folder, 'build-'));
      try {
        const files = await compileAll(compiler, flags, jobs, objects, onProgress, variant);
        const output = join(objects, 'program');
        await attempt(compiler, [
          ...compiler.widthFlags,
          '-no-pie',
          '-o',
          output,
          ...files,
          ...LIBRARIES,
        ]);
        await rename(output, program);
      } finally {
        await rm(objects, { recursive: true, force: true });
      }
    });
  }
  if (variant === undefined) await linkLatest(program, compiler);
  return {
    program,
    pointerBits: compiler.pointerBits,
    xsVersion: xs.version,
    note:
      compiler.pointerBits === 32
        ? undefined
        : 'The compiler makes no 32-bit programs (gcc-multilib is missing), so a slot has 32 bytes where boards have 16: sizes are scaled, not those of boards.',
  };
}

/** `.cache/sim/xs32` is the latest build, for people who call it by hand. */
async function linkLatest(program: string, compiler: Compiler): Promise<void> {
  const link = join(cacheFolder(), `xs${compiler.pointerBits}`);
  try {
    if (existsSync(link) && realpathSync(link) === realpathSync(program)) return;
    await rm(link, { force: true });
    await symlink(program, link);
  } catch {
    // a convenience only: another process may have been quicker
  }
}

interface Job {
  readonly path: string;
  readonly name: string;
  readonly own: boolean;
}

function listJobs(xs: XsSources): Job[] {
  const list = (folder: string, own: boolean): Job[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.c') && !(LEFT_OUT.has(name) && !own))
      .sort()
      .map((name) => ({ path: join(folder, name), name, own }));
  return [...list(join(xs.folder, 'sources'), false), ...list(simFolder(), true)];
}

function simFolder(): string {
  return join(packageRoot(), 'sim');
}

function includeFlags(xs: XsSources): string[] {
  const folders = ['includes', 'platforms', 'sources'].map((name) => join(xs.folder, name));
  return [simFolder(), ...folders].map((folder) => `-I${folder}`).concat(`-Wa,-I${simFolder()}`);
}

function hash(compiler: Compiler, jobs: readonly Job[], variant: Variant | undefined): string {
  const digest = createHash('sha256');
  const add = (text: string | Buffer): void => void digest.update(text).update('\0');
  [
    compiler.command,
    compiler.version,
    ...compiler.widthFlags,
    ...FLAGS,
    ...OWN_FLAGS,
    ...XS_FLAGS,
    ...LIBRARIES,
    changesText(),
    ...(variant === undefined ? [] : [variant.version]),
  ].forEach(add);
  const others = [simFolder(), join(simFolder(), 'modules')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(h|js)$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
  for (const path of [...jobs.map((job) => job.path), ...others]) add(readFileSync(path));
  return digest.digest('hex').slice(0, 16);
}

/** `.cache/sim` of the package, or the user's own cache folder. */
function cacheFolder(): string {
  const folders = [
    join(packageRoot(), '.cache', 'sim'),
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wasmote', 'sim'),
  ];
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // the next one
    }
  }
  return join(tmpdir(), 'wasmote', 'sim');
}

async function compileAll(
  compiler: Compiler,
  flags: readonly string[],
  jobs: readonly Job[],
  folder: string,
  onProgress: ((progress: BuildProgress) => void) | undefined,
  variant: Variant | undefined,
): Promise<string[]> {
  const output = (job: Job): string => join(folder, `${job.name}.o`);
  const queue = [...jobs].sort((a, b) => size(b) - size(a));
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      const source = job.own ? job.path : await changedSource(job, folder, variant);
      await attempt(compiler, [
        ...flags,
        ...(job.own ? OWN_FLAGS : XS_FLAGS),
        '-c',
        source,
        '-o',
        output(job),
      ]);
      onProgress?.({ done: ++done, total: jobs.length, file: job.name });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return jobs.map(output);
}

/** The source itself, or a changed copy in the build's folder. */
async function changedSource(
  job: Job,
  folder: string,
  variant: Variant | undefined,
): Promise<string> {
  const text = await readFile(job.path, 'utf8');
  const ours = changeXsSource(job.name, text);
  const changed = variant === undefined ? ours : variant.change(job.name, ours);
  if (changed === text) return job.path;
  const path = join(folder, job.name);
  await writeFile(path, changed);
  return path;
}

/** The longest first, so that no processor waits for one file at the end. */
function size(job: Job): number {
  return readFileSync(job.path).length;
}

async function attempt(compiler: Compiler, args: readonly string[]): Promise<void> {
  try {
    await run(compiler.command, [...args], { maxBuffer: 1 << 24 });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new BuildError(`${compiler.command} failed: ${stderr ?? String(error)}`);
  }
}
