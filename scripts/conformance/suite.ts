import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Total {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly expected: number;
}

/** The groups of the suite, by name. */
export type Totals = Readonly<Record<string, Total>>;

/** Ways to run the suite, in the order of the table's columns. */
export const WAYS = [
  { title: 'Node', options: ['--on', 'node'] },
  { title: 'Node, compiled', options: ['--on', 'node', '--engine', 'compiler'] },
  { title: 'XS', options: ['--on', 'xs'] },
  { title: 'XS, compiled', options: ['--on', 'xs', '--engine', 'compiler'] },
] as const;

const RUNNER = fileURLToPath(new URL('../../test/spec-runner/main.ts', import.meta.url));

/** Of one way to run it; it takes about two minutes on XS. */
const LIMIT_MS = 20 * 60_000;
/** Scripts after which it is told how far a run is. */
const STEP = 50;

/**
 * Runs what `npm run spec` runs, over folders.
 * @throws Error when anything failed that no list expects, or it takes too long
 */
export async function runSuite(
  folders: readonly string[],
  options: readonly string[],
): Promise<Totals> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-conformance-'));
  const file = join(folder, 'totals.json');
  try {
    const args = [RUNNER, '--', ...folders, ...options, '--verbose', '--json', file];
    const child = spawn(process.execPath, [viteNode(), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: LIMIT_MS,
    });
    const failed = tellProgress(child.stdout);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
      child.on('close', (...end) => resolve(end)),
    );
    if (signal !== null) throw new Error(`the suite was ended after ${LIMIT_MS / 60_000} minutes`);
    if (code !== 0) throw new Error(`the suite has failures:\n${failed.join('\n')}`);
    return JSON.parse(await readFile(file, 'utf8')) as Totals;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function viteNode(): string {
  const manifest = createRequire(import.meta.url).resolve('vite-node/package.json');
  return join(dirname(manifest), 'vite-node.mjs');
}

/** Tells how many scripts are done; collects what is said of those that fail. */
function tellProgress(output: Readable): string[] {
  const failures: string[] = [];
  let done = 0;
  createInterface({ input: output }).on('line', (line) => {
    if (/^\S+\/\S+: \d+ passed, /.test(line)) {
      if (++done % STEP === 0) console.error(`  ${done} scripts`);
      if (!line.includes(', 0 failed, ')) failures.push(line);
    } else if (line.startsWith('  ')) failures.push(line);
  });
  return failures;
}
