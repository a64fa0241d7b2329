import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The specification's suite, which lies beside the checkout where it is present. */
const SUITE = fileURLToPath(new URL('../../../shared/spec', import.meta.url));
const SUITE_FOLDERS = ['custom-page-sizes', 'wide-arithmetic', 'core'];

const VITEST_RESULTS = fileURLToPath(new URL('../../.cache/vitest.json', import.meta.url));

/** A step run by a program of `node_modules`. */
const tool = (name, program, ...args) => ({
  name,
  command: fileURLToPath(new URL(`../../node_modules/.bin/${program}`, import.meta.url)),
  args,
});

/** The steps of `npm test`, in order; `count` finds the numbers of tests in what a step printed. */
export function steps() {
  return [
    tool('format', 'prettier', '--check', '--log-level', 'warn', '.'),
    tool('lint', 'eslint', '.'),
    tool('types', 'tsc'),
    tool('types of the runtime, without those of Node', 'tsc', '-p', 'tsconfig.device.json'),
    tool('build', 'rollup', '--config', '--silent'),
    tool('unused files and exports', 'knip'),
    vitest(),
    ...suites(),
    fuzz(),
  ];
}

function vitest() {
  rmSync(VITEST_RESULTS, { force: true });
  const reporters = [
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${VITEST_RESULTS}`,
  ];
  return { ...tool('tests', 'vitest', 'run', ...reporters), count: vitestCount };
}

function vitestCount() {
  if (!existsSync(VITEST_RESULTS)) return undefined;
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(VITEST_RESULTS, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests };
}

/** Whether the simulator can be built; src/simulator/compiler.ts looks for the same commands. */
function hasCompiler() {
  return [process.env.CC, 'gcc', 'cc', 'clang'].some(
    (command) => command && spawnSync(command, ['--version']).status === 0,
  );
}

/** A minute of random modules: the same in every run, and as many as the machine manages. */
function fuzz() {
  const args = ['run', '--silent', 'fuzz', '--', '--seed', '1', '--minutes', '1', '--jobs', '2'];
  return { name: 'random modules in every engine', command: 'npm', args };
}

/** The suite on Node, from images and from WebAssembly, and on XS where there is a C compiler. */
function suites() {
  if (!existsSync(SUITE)) {
    console.log("SKIPPED: the specification's suite is not there (../shared/spec)");
    return [];
  }
  const platforms = hasCompiler() ? ['node', 'xs'] : ['node'];
  if (platforms.length < 2) console.log('SKIPPED: no C compiler, so no suite on XS');
  const paths = SUITE_FOLDERS.map((name) => `${SUITE}/${name}`);
  const suite = (name, ...args) => ({
    name: `the specification's suite ${name}`,
    command: 'npm',
    args: ['run', '--silent', 'spec', '--', ...paths, ...args],
    count: lastCount,
  });
  return [
    suite('through images', '--through-image'),
    ...platforms.map((platform) => suite(`on ${platform}`, '--on', platform)),
    ...platforms.map((platform) =>
      suite(`compiled, on ${platform}`, '--on', platform, '--engine', 'compiler'),
    ),
  ];
}

/** The last `N passed, N failed` of a text. */
function lastCount(output) {
  const found = [...output.matchAll(/([\d,]+) passed, ([\d,]+) failed/g)].at(-1);
  if (found === undefined) return undefined;
  const [passed, failed] = found.slice(1).map((digits) => Number(digits.replaceAll(',', '')));
  return { passed, failed };
}
