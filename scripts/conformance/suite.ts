import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/**
 * Runs `npm run spec` over folders.
 * @throws Error when anything failed that no list expects
 */
export async function runSuite(
  folders: readonly string[],
  options: readonly string[],
): Promise<Totals> {
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-conformance-'));
  const file = join(folder, 'totals.json');
  try {
    const args = ['run', '--silent', 'spec', '--', ...folders, ...options, '--json', file];
    const child = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${String(code)}`);
    return JSON.parse(await readFile(file, 'utf8')) as Totals;
  } finally {
    await rm(folder, { recursive: true });
  }
}
