import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BRANCH, commitModules } from '../../scripts/moddable/branch.js';
import { readManifest } from '../../src/simulator/manifest.js';
import { runOnXs } from '../../src/simulator/run.js';
import { describeOnXs } from '../simulator/support.js';
import { NO_SDK, Sdk } from './sdk.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-git-'));
const root = join(folder, 'wasmote');
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim();

/** A firmware that has the library from the branch of a repository. */
const MANIFEST = {
  include: [
    '$(MODDABLE)/examples/manifest_base.json',
    { git: `${pathToFileURL(root)}/.git`, branch: BRANCH, manifest: 'manifest_gc.json' },
  ],
  modules: { '*': './main' },
};

beforeAll(() => {
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  for (const who of ['AUTHOR', 'COMMITTER']) {
    vi.stubEnv(`GIT_${who}_NAME`, 'me');
    vi.stubEnv(`GIT_${who}_EMAIL`, 'me@here');
  }
  for (const name of readdirSync('.').filter((name) =>
    /^(manifest.*\.json|LICENSE|package\.json|\.gitignore)$/.test(name),
  ))
    cpSync(name, join(root, name));
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'sources');
  cpSync('dist/xs', join(root, 'dist/xs'), { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  writeFileSync(
    join(folder, 'main.js'),
    `import { Config, Engine } from 'wasmote';
     import 'wasmote/gc';
     trace(typeof new Engine(new Config()), '\\n');`,
  );
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the branch that firmware includes by git', () => {
  it('has modules, types and manifests, and says what it was built from', () => {
    const first = commitModules(root);
    const files = git('ls-tree', '-r', '--name-only', BRANCH).split('\n');
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'manifest_budget.json']));
    expect(files).toEqual(expect.arrayContaining(['dist/xs/wasmote.js', 'dist/xs/wasmote.d.ts']));
    expect(git('log', '-1', '--format=%s', BRANCH)).toBe(
      `wasmote ${JSON.parse(readFileSync('package.json', 'utf8')).version}, built from ${git('rev-parse', 'main')}`,
    );
    expect(commitModules(root)).toBeUndefined();
    writeFileSync(join(root, 'dist/xs/gc.d.ts'), 'export {};\n');
    commitModules(root);
    expect(git('rev-parse', `${BRANCH}^`)).toBe(first);
    expect([git('status', '--porcelain'), git('branch', '--show-current')]).toEqual(['', 'main']);
  });

  it('is not made of what is not committed or not built', () => {
    writeFileSync(join(root, 'LICENSE'), 'mine');
    expect(() => commitModules(root)).toThrow(/commit your changes first/);
    git('checkout', '--quiet', '--', 'LICENSE');
    rmSync(join(root, 'dist'), { recursive: true });
    expect(() => commitModules(root)).toThrow(/npm run build/);
    cpSync('dist/xs', join(root, 'dist/xs'), { recursive: true });
  });
});

describeOnXs('a firmware that includes it', () => {
  it('runs in the simulator', async () => {
    const application = readManifest(join(folder, 'manifest.json'), 'pico');
    expect(application.modules['wasmote']).toMatch(`${BRANCH}/dist/xs/wasmote.js`);
    expect(application.preload).toContain('wasmote/gc');
    const { exitCode, stdout } = await runOnXs(application);
    expect([exitCode, stdout]).toEqual([0, 'object\n']);
  });
});

describe.skipIf(NO_SDK !== undefined)('with the Moddable SDK', () => {
  it('is cloned by mcconfig, and links', async () => {
    const sdk = new Sdk();
    const made = await sdk.configure('mcconfig', join(folder, 'manifest.json'), 'pico');
    expect(made.preload).toEqual(expect.arrayContaining(['wasmote', 'wasmote/gc']));
    expect(await sdk.link(made)).toContain('# xsl modules');
    rmSync(sdk.folder, { recursive: true, force: true });
  });
});
