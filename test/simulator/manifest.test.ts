import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManifestError, readManifest } from '../../src/simulator/manifest.js';

let folder: string;
const write = (name: string, value: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-manifest-'));
  await mkdir(join(folder, 'lib'));
  await mkdir(join(folder, 'guests'));
  for (const name of [
    'main.js',
    'extra.js',
    'lib/core.js',
    'lib/skip.js',
    'guests/a.wasm',
    'guests/b.wasm',
  ])
    await write(name, '');
  await write('lib/manifest.json', {
    build: { HERE: './lib' },
    modules: { wasmote: './core', 'parts/*': './*', '~': './skip' },
    preload: ['wasmote', 'parts/*'],
  });
  await write('manifest.json', {
    include: ['$(MODDABLE)/examples/manifest_base.json', './lib/manifest.json'],
    modules: { '*': ['./main', '$(MODULES)/base/time/*'] },
    data: { '*': './guests/*', renamed: './guests/a' },
    platforms: {
      esp32: { creation: { static: 0, chunk: { initial: 1000, incremental: 0 }, stack: 400 } },
      'esp32/nodemcu': { modules: { '*': './extra' }, creation: { stack: 500 } },
      '...': { creation: { stack: 1 } },
    },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('readManifest', () => {
  it('resolves modules, patterns, exclusions, resources and creation', () => {
    const application = readManifest(join(folder, 'manifest.json'), 'esp32/nodemcu');
    expect(application.app).toBe(join(folder, 'main.js'));
    expect(application.modules).toEqual({
      wasmote: join(folder, 'lib/core.js'),
      'parts/core': join(folder, 'lib/core.js'),
      main: join(folder, 'main.js'),
      extra: join(folder, 'extra.js'),
    });
    expect(application.preload).toEqual(['wasmote', 'parts/core']);
    expect(application.resources).toEqual({
      'a.wasm': join(folder, 'guests/a.wasm'),
      'b.wasm': join(folder, 'guests/b.wasm'),
      'renamed.wasm': join(folder, 'guests/a.wasm'),
    });
    expect(application.strip).toBe(true);
    expect(application.creation).toMatchObject({
      staticBytes: 0,
      chunkBytes: 1000,
      chunkIncrementBytes: 0,
      stackSlots: 500,
      nameModulo: 53,
    });
  });

  it('takes the section "..." for platforms without one', () => {
    expect(readManifest(join(folder, 'manifest.json'), 'pico').creation.stackSlots).toBe(1);
  });

  it('says what is wrong', async () => {
    await write('bad.json', '{');
    await write('empty.json', {});
    await write('missing.json', { modules: { '*': './nothing' } });
    expect(() => readManifest(join(folder, 'bad.json'), 'pico')).toThrow(ManifestError);
    expect(() => readManifest(join(folder, 'empty.json'), 'pico')).toThrow(
      /no module is named "main"/,
    );
    expect(() => readManifest(join(folder, 'missing.json'), 'pico')).toThrow(
      /no file for ".\/nothing"/,
    );
  });
});
