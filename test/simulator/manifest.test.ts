import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ManifestError, readManifest, resolveManifests } from '../../src/simulator/manifest.js';

let folder: string;
async function write(name: string, value: unknown = ''): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-manifest-'));
  for (const name of [
    'main.js',
    'extra.js',
    'lib/core.js',
    'lib/core.d.ts',
    'lib/more.js',
    'lib/other.js',
    'lib/skip.js',
    'guests/a.wasm',
    'guests/b.wasm',
    'guests/c.js',
  ])
    await write(name);
  await write('lib/manifest.json', {
    build: { HERE: './' },
    modules: { wasmote: './core', 'parts/*': './*', '~': '$(HERE)/skip', first: './core' },
    preload: ['wasmote', 'parts/*'],
  });
  await write('manifest.json', {
    include: ['$(MODDABLE)/examples/manifest_base.json', './lib/manifest.json'],
    modules: { '*': ['./main', '$(MODULES)/base/time/*'], wasmote: './lib/other', c: './guests/c' },
    data: { '*': './guests/*', renamed: './guests/a' },
    platforms: {
      esp32: { creation: { static: 0, chunk: { initial: 1000, incremental: 0 }, stack: 400 } },
      'esp32/nodemcu': { modules: { '*': './extra' }, creation: { stack: 500 } },
      'pico/*': { creation: { stack: 2 } },
      '...': { creation: { stack: 1 } },
    },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = (): string => join(folder, 'manifest.json');

describe('readManifest', () => {
  it('resolves modules, patterns, exclusions and resources: a file counts once, and a name has its first file', () => {
    const application = readManifest(manifest(), 'esp32/nodemcu');
    expect(application.app).toBe(join(folder, 'main.js'));
    expect(application.modules).toEqual({
      wasmote: join(folder, 'lib/core.js'),
      'parts/more': join(folder, 'lib/more.js'),
      main: join(folder, 'main.js'),
      extra: join(folder, 'extra.js'),
    });
    expect(application.preload).toEqual(['wasmote', 'parts/more']);
    expect(application.resources).toEqual({
      'a.wasm': join(folder, 'guests/a.wasm'),
      'b.wasm': join(folder, 'guests/b.wasm'),
      'c.js': join(folder, 'guests/c.js'),
    });
    expect(application).toMatchObject({ strip: true, isMod: false });
  });

  it('finds declarations beside modules', () => {
    const { types } = resolveManifests([manifest()], 'esp32/nodemcu');
    expect([...types]).toEqual([['wasmote', join(folder, 'lib/core.d.ts')]]);
  });

  it('takes one section for the platform, the nearest, or "..."', () => {
    const creation = (platform: string) => readManifest(manifest(), platform).creation;
    expect(creation('esp32/nodemcu')).toMatchObject({ chunkBytes: 32768, stackSlots: 500 });
    expect(creation('esp32/esp32c3')).toMatchObject({ chunkBytes: 1000, stackSlots: 400 });
    expect(creation('pico/pico_w').stackSlots).toBe(2);
    expect(creation('pico').stackSlots).toBe(1);
  });

  it('says what is wrong', async () => {
    const refused = async (value: unknown): Promise<string> => {
      await write('bad/manifest.json', value);
      try {
        readManifest(join(folder, 'bad/manifest.json'), 'pico');
      } catch (error) {
        expect(error).toBeInstanceOf(ManifestError);
        return (error as Error).message.replaceAll(folder, '');
      }
      return 'nothing';
    };
    expect(await refused('{')).toMatch(/^\/bad\/manifest.json: .*JSON/);
    expect(await refused({})).toMatch(/: no module is named "main"$/);
    expect(await refused({ modules: { '*': './nothing' } })).toMatch(/: no file for ".\/nothing"$/);
    expect(await refused({ modules: { '*': 'main' } })).toMatch(/: a path needs a slash: "main"$/);
    expect(await refused({ modules: { '*': './none/x' } })).toMatch(/: no folder for ".\/none\/x"/);
    expect(await refused({ include: '../lib' })).toMatch(/: there is no manifest \.\.\/lib$/);
    expect(await refused({ platforms: { pico: { error: 'too small' } } })).toMatch(
      / is not for pico: too small$/,
    );
    await write('bad/main.ts');
    expect(await refused({ modules: { '*': './main' } })).toMatch(/main\.ts: .* TypeScript/);
    expect(await refused({ include: { git: 'nowhere' } })).toBe(
      '"nowhere" is no URL of a git repository',
    );
  });

  it('knows a mod by what it includes, and preloads nothing of it', async () => {
    await write('mod/mod.js');
    await write('mod/manifest.json', {
      include: ['$(MODDABLE)/examples/manifest_mod.json', '../lib/manifest.json'],
      modules: { '*': './mod' },
    });
    const mod = readManifest(join(folder, 'mod/manifest.json'), 'pico');
    expect(mod).toMatchObject({ app: join(folder, 'mod/mod.js'), isMod: true, strip: false });
    expect(mod.preload).toEqual([]);
  });

  it('gives what manifests of the SDK give, from the simulator', async () => {
    await write('pins/main.js');
    await write('pins/manifest.json', {
      include: ['$(MODDABLE)/examples/manifest_base.json', '$(MODDABLE)/modules/io/manifest.json'],
      modules: { '*': './main' },
    });
    const { modules, preload } = readManifest(join(folder, 'pins/manifest.json'), 'pico/pico_w');
    expect(modules['embedded:provider/builtin']).toMatch(/sim\/stand-ins\/provider-pico\.js$/);
    expect(preload).toContain('embedded:io/digital');
  });
});

describe('an include by git', () => {
  it('is cloned once, with a branch or a tag, and its paths start in the clone', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', join(folder, 'repo'), ...args], { stdio: 'pipe' });
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
    vi.stubEnv('GIT_CONFIG_COUNT', '0');
    await write('repo/core.js');
    await write('repo/manifest.json', { modules: { wasmote: './core' } });
    git('init', '--quiet', '--initial-branch', 'trunk');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'one');
    git('tag', 'v1');
    git('branch', 'moddable');
    const url = `${pathToFileURL(join(folder, 'repo'))}.git`;
    execFileSync('mv', [join(folder, 'repo'), join(folder, 'repo.git')]);

    const resolve = async (include: unknown): Promise<string | undefined> => {
      await write('git/manifest.json', { build: { URL: url }, include });
      const { modules } = resolveManifests([join(folder, 'git/manifest.json')], 'pico');
      return modules.get('wasmote')?.replace(folder, '');
    };
    const clone = `/cache/wasmote/repos${folder}/repo`;
    expect(await resolve([{ git: '$(URL)' }])).toBe(`${clone}/core.js`);
    expect(await resolve([{ git: '$(URL)', branch: 'moddable' }])).toBe(
      `${clone}/moddable/core.js`,
    );
    const inline = { modules: { wasmote: './core' } };
    expect(await resolve({ git: '$(URL)', tag: 'v1', manifest: inline })).toBe(
      `${clone}/v1/core.js`,
    );
    await rm(join(folder, 'repo.git'), { recursive: true });
    expect(await resolve([{ git: '$(URL)' }])).toBe(`${clone}/core.js`);
    await expect(resolve([{ git: '$(URL)', branch: 'none' }])).rejects.toThrow(
      /^git clone failed: /,
    );
    vi.unstubAllEnvs();
  });
});
