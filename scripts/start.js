/**
 * `npm start`: builds what is missing and runs the demonstration, `wasmote demo`, with the same
 * options (`npm start -- --board rp2040`).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let status = 3;
try {
  const { ensureBuilt } = await import('./build.js');
  await ensureBuilt();
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const args = [cli, 'demo', ...process.argv.slice(2)];
  ({ status } = spawnSync(process.execPath, args, { stdio: 'inherit' }));
} catch (error) {
  process.stderr.write(`npm start: ${error.message}\n`);
}
process.exitCode = status ?? 1;
