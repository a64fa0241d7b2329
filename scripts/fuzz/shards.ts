/** A run in several processes, which share the modules. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Progress } from './fuzzer.js';
import { sum, type Totals } from './totals.js';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** What a process tells the one that started it. */
export type Message = { readonly progress: Progress } | { readonly totals: Totals };

/**
 * @param args of `main.ts`, which each process is given with its `--shard`
 * @throws when a process ends before its modules
 */
export async function runShards(
  jobs: number,
  args: readonly string[],
  onProgress: (progress: Progress) => void,
): Promise<Totals> {
  const progress = new Map<number, Progress>();
  const run = (shard: number): Promise<Totals> =>
    new Promise((resolve, reject) => {
      const program = join(PROJECT, 'node_modules', 'vite-node', 'vite-node.mjs');
      const own = ['scripts/fuzz/main.ts', '--', ...args, '--shard', `${shard}/${jobs}`];
      const child = spawn(process.execPath, [program, ...own], {
        cwd: PROJECT,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      let totals: Totals | undefined;
      child.on('message', (message: Message) => {
        if ('totals' in message) totals = message.totals;
        else {
          progress.set(shard, message.progress);
          const all = [...progress.values()];
          onProgress({
            done: all.reduce((total, { done }) => total + done, 0),
            differences: all.reduce((total, { differences }) => total + differences, 0),
          });
        }
      });
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        if (totals !== undefined) resolve(totals);
        else reject(new Error(`process ${shard} of ${jobs} ended with ${signal ?? code}`));
      });
    });
  return sum(await Promise.all(Array.from({ length: jobs }, (_, shard) => run(shard))));
}
