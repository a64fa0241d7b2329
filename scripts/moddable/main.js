/**
 * Makes the branch `moddable`, which firmware includes by git (boards/README.md):
 *
 *   npm run release:moddable && git push origin moddable
 */
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../build.js';
import { BRANCH, commitModules } from './branch.js';

try {
  await ensureBuilt();
  const commit = commitModules(fileURLToPath(new URL('../..', import.meta.url)));
  console.log(
    commit === undefined
      ? `the branch ${BRANCH} has these modules already`
      : `the branch ${BRANCH} is at ${commit}: git push origin ${BRANCH}`,
  );
} catch (error) {
  console.error(error.stderr || error.message);
  process.exitCode = 1;
}
