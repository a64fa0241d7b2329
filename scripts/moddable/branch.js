import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What firmware includes by git; `dist/` is in no other branch. */
export const BRANCH = 'moddable';
const REF = `refs/heads/${BRANCH}`;

/**
 * Commits what a firmware takes (the modules of `dist/xs` with their types, and manifests) onto the
 * branch `moddable`, without touching the working tree. Each commit names the one it was built from.
 *
 * @param {string} root folder of the package: a git repository with `dist/` built
 * @returns {string | undefined} the new commit; undefined when the branch has all that already
 * @throws Error when something is not committed or not built, or git fails
 */
export function commitModules(root) {
  const folder = mkdtempSync(join(tmpdir(), 'wasmote-branch-'));
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') };
  const git = (...args) => run(root, args, env);
  try {
    if (run(root, ['status', '--porcelain'], process.env) !== '') {
      throw new Error('commit your changes first: the branch names the commit it is built from');
    }
    if (!existsSync(join(root, 'dist/xs/wasmote.js'))) throw new Error('run "npm run build" first');
    git('add', '--force', '--', ...filesOfModules(root));
    const tree = git('write-tree');
    const last = git('for-each-ref', '--format=%(objectname)', REF);
    if (last !== '' && git('rev-parse', `${last}^{tree}`) === tree) return undefined;
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const message = `wasmote ${version}, built from ${git('rev-parse', 'HEAD')}`;
    const parent = last === '' ? [] : ['-p', last];
    const commit = git('commit-tree', tree, ...parent, '-m', message);
    git('update-ref', REF, commit, last);
    return commit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOfModules(root) {
  return [
    'LICENSE',
    ...readdirSync(root).filter((name) => /^manifest.*\.json$/.test(name)),
    ...readdirSync(join(root, 'dist/xs')).map((name) => `dist/xs/${name}`),
  ];
}

function run(cwd, args, env) {
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}
