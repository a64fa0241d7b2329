/**
 * `npm run fuzz:mutate -- [--runs N] [--only TEXT] [--jobs J]`: whether the fuzzer finds bugs. Each of
 * `bugs.ts` is made in a copy of the sources, and the fuzzer run there until it differs. Ends with 1
 * when one is not found in N modules, or is no change any more.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { BUGS, type Bug } from './bugs.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = ['src', 'scripts', 'test', 'package.json', 'tsconfig.json'];
const LINKED = ['node_modules', 'examples', 'bench'];
/** Much longer than the modules take: generated code may never end. */
const TIMEOUT_MS = 600_000;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

/** The file with the bug. @throws when what is to be changed is not there, or several times */
function withBug({ name, file, find, replace }: Bug): string {
  const parts = readFileSync(join(PROJECT, 'src', file), 'utf8').split(find);
  if (parts.length !== 2) {
    throw new Error(`${name}: ${file} has ${parts.length - 1} times: ${find}`);
  }
  return parts.join(replace);
}

/** How the fuzzer ends on a copy of the sources that has the bug. */
async function hunt(bug: Bug, folder: string): Promise<string | undefined> {
  const { file, engine = 'compiler' } = bug;
  const path = join(folder, 'src', file);
  const right = readFileSync(path, 'utf8');
  writeFileSync(path, withBug(bug));
  try {
    // Those of binaryen take longest to make.
    const modules = ['--source', 'stack,stack,stack*', '--runs', values.runs];
    const args = ['scripts/fuzz/main.ts', '--', '--first', ...modules, '--only', engine];
    const options = { cwd: folder, timeout: TIMEOUT_MS };
    const vite = join(folder, 'node_modules', '.bin', 'vite-node');
    await promisify(execFile)(vite, args, options);
    return undefined;
  } catch (error) {
    const { stdout, killed, message } = error as { [name: string]: string };
    const found = /^seed 1, module (\d+) \((\S+)\), (.*)$/m.exec(stdout ?? '');
    if (found !== null) return `${found[1]} (${found[2]}): ${found[3]!.slice(0, 100)}`;
    if (killed) return `not ended after ${TIMEOUT_MS / 1000} s`;
    throw new Error(`${bug.name}: the fuzzer failed: ${message}`);
  } finally {
    writeFileSync(path, right);
  }
}

const bugs = BUGS.filter(({ name }) => name.includes(values.only));
// All of them, before any is looked for.
BUGS.forEach(withBug);
const waiting = [...bugs];
let missed = 0;

async function worker(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-plant-'));
  try {
    for (const name of COPIED) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
    for (const name of LINKED) symlinkSync(join(PROJECT, name), join(folder, name));
    for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift()) {
      const found = await hunt(bug, folder);
      if (found === undefined) missed++;
      console.log(`${bug.name}: ${found === undefined ? 'NOT FOUND' : `module ${found}`}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
console.log(`${bugs.length} bugs, ${missed} not found in ${values.runs} modules`);
process.exit(missed === 0 ? 0 : 1);
