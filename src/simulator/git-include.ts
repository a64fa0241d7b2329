import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ManifestError } from './manifest-error.js';

/** A repository that a manifest includes. */
export interface GitInclude {
  /** URL of the repository. */
  readonly git: string;
  readonly branch?: string;
  readonly tag?: string;
  /** A path in the repository, or the manifest itself. Default: `manifest.json`. */
  readonly manifest?: unknown;
}

/**
 * The folder of a clone, made when it is not there: in the user's cache folder, under the names by
 * which mcconfig has its clones. Like mcconfig's, a clone is never updated.
 *
 * @throws ManifestError when git fails; the message holds what it said
 */
export function cloneInclude({ git, branch, tag }: GitInclude, url: string): string {
  let address: URL;
  try {
    address = new URL(url);
  } catch {
    throw new ManifestError(`"${git}" is no URL of a git repository`);
  }
  const path = address.pathname.replace(/\.git$/, '').split('/');
  const parts = [address.hostname, ...path, branch ?? '', tag ?? ''].filter((part) => part !== '');
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const folder = join(cache, 'wasmote', 'repos', ...parts);
  if (existsSync(join(folder, '.git'))) return folder;
  mkdirSync(folder, { recursive: true });
  try {
    run('clone', '--quiet', ...(branch === undefined ? [] : ['-b', branch]), '--', url, folder);
    if (tag !== undefined) run('-C', folder, 'checkout', '--quiet', '--detach', tag, '--');
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

function run(...args: string[]): void {
  const { status, stderr, error } = spawnSync('git', args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new ManifestError(`git ${args[0]} failed: ${error?.message ?? stderr.trim()}`);
}
