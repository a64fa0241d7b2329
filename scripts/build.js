/** Builds `dist/` when it is missing or older than what it is made of. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const OUTPUTS = [
  'dist/index.js',
  'dist/index.d.ts',
  'dist/guests.d.ts',
  'dist/xs/wasmote.js',
  'dist/xs/wasmote.d.ts',
  'dist/cli.js',
  'dist/rollup.js',
];
const INPUTS = [
  'rollup.config.js',
  'tsconfig.json',
  'tsconfig.device.json',
  'tsconfig.cli.json',
  ...readdirSync(join(root, 'src'), { recursive: true }).map((name) => join('src', name)),
];

/** When a file was changed last, in ms. */
const changedMs = (name) => statSync(join(root, name)).mtimeMs;

/** Whether every output is there and newer than every input. */
function isBuilt() {
  if (!OUTPUTS.every((name) => existsSync(join(root, name)))) return false;
  return Math.min(...OUTPUTS.map(changedMs)) > Math.max(...INPUTS.map(changedMs));
}

/**
 * Runs rollup unless `dist/` is as new as its sources.
 *
 * @throws Error with what rollup said when it fails
 */
export async function ensureBuilt() {
  if (isBuilt()) return;
  process.stderr.write('building dist/ …\n');
  const begun = Date.now();
  await runRollup();
  process.stderr.write(`building dist/: done in ${((Date.now() - begun) / 1000).toFixed(1)} s\n`);
}

function runRollup() {
  const rollup = dirname(createRequire(import.meta.url).resolve('rollup/package.json'));
  const args = [join(rollup, 'dist', 'bin', 'rollup'), '--config', '--silent'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  return new Promise((fulfil, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? fulfil() : reject(new Error(`rollup failed:\n${output}`)),
    );
  });
}
