import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { resolveManifests } from '../../src/simulator/manifest.js';
import { SDK_MODULES } from '../../src/simulator/sdk-modules.js';
import { APPLICATIONS, isMod } from './applications.js';
import { FIRMWARE, FIRMWARE_INCLUDES } from './firmware.js';
import { NO_SDK, Sdk } from './sdk.js';

if (NO_SDK !== undefined) console.warn(`SKIPPED: mcconfig and the linker of the SDK: ${NO_SDK}`);

/** Others differ by what toolchains of chips bring, which are not needed here. */
const PLATFORMS = ['pico', 'esp32', 'esp32/nodemcu'];
const applications = APPLICATIONS.filter(([, platform]) => PLATFORMS.includes(platform));

describe.skipIf(NO_SDK !== undefined)('with the Moddable SDK', () => {
  let sdk: Sdk;
  beforeAll(() => {
    sdk = new Sdk();
    vi.stubEnv('PICO_EXTRAS_DIR', sdk.env['PICO_EXTRAS_DIR']);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(sdk.folder, { recursive: true, force: true });
  });

  it.each(applications)(
    '%s for %s is what we take it for, and links',
    async (manifest, platform) => {
      const mod = isMod(manifest);
      const made = await sdk.configure(mod ? 'mcrun' : 'mcconfig', manifest, platform);
      const ours = resolveManifests([manifest], platform, undefined, sdk.root);
      const generated = mod ? ['check'] : ['mc/config'];
      expect(new Set(made.modules)).toEqual(new Set([...ours.modules.keys(), ...generated]));
      expect(new Set(made.data)).toEqual(new Set(ours.resources.keys()));
      if (mod) {
        const archive = await sdk.archive(made);
        expect(archive.toString('latin1', 4, 8)).toBe('XS_A');
        expect(archive.includes(readFileSync('examples/guests/traffic.wasm'))).toBe(true);
      } else {
        const { creation } = ours;
        expect(made.creation).toEqual([
          creation.chunkBytes,
          creation.chunkIncrementBytes,
          creation.slotCount,
          creation.slotIncrement,
          creation.stackSlots,
          creation.keyCount,
          creation.keyIncrement,
          creation.nameModulo,
          creation.symbolModulo,
          creation.parserBufferBytes,
          creation.parserTableModulo,
          creation.staticBytes,
        ]);
        expect(new Set(made.preload)).toEqual(new Set([...ours.preload, ...generated]));
        const printed = await sdk.link(made);
        expect(printed).toContain('# xsl modules');
        expect(printed).not.toMatch(/error|missing/i);
        for (const name of ['mc.xs.c', 'mc.resources.c'])
          expect(readFileSync(made.path.replace(/makefile$/, name)).length).toBeGreaterThan(100);
      }
    },
  );

  it('compiles a firmware in TypeScript that imports every entry', async () => {
    const folder = join(sdk.folder, 'typed');
    mkdirSync(folder);
    writeFileSync(join(folder, 'main.ts'), FIRMWARE);
    const own = FIRMWARE_INCLUDES.map((name) => resolve(name));
    const theirs = ['examples/manifest_base', 'modules/io/manifest', 'modules/base/debug/manifest'];
    const manifest = {
      include: [...theirs.map((name) => `$(MODDABLE)/${name}.json`), ...own],
      modules: { '*': './main' },
      data: { guest: resolve('examples/guests/blink.wasm') },
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const made = await sdk.configure('mcconfig', join(folder, 'manifest.json'), 'pico');
    expect(await sdk.link(made)).toContain('# tsc main.ts');
    writeFileSync(join(folder, 'main.ts'), FIRMWARE.replace('setFuel(100_000)', "setFuel('much')"));
    const wrong = await sdk.configure('mcconfig', join(folder, 'manifest.json'), 'pico');
    await expect(sdk.link(wrong)).rejects.toMatchObject({
      stdout: expect.stringMatching(/main\.ts\(\d+,\d+\): error TS2345: .*'string'/),
    });
  });

  it('brings the modules that the simulator counts on', () => {
    for (const [path, names] of Object.entries(SDK_MODULES)) {
      if (path.endsWith('manifest_mod.json')) continue;
      const base = `${sdk.root}/examples/manifest_base.json`;
      const isOfEsp32 = path.includes('/flash/');
      for (const platform of isOfEsp32 ? ['esp32'] : ['pico', 'esp32/nodemcu']) {
        const files = [base, path.replace('$(MODDABLE)', sdk.root)];
        const { modules } = resolveManifests(files, platform, undefined, sdk.root);
        expect([...modules.keys()], path).toEqual(expect.arrayContaining([...names]));
      }
    }
  });

  it('has no module of a name of ours', () => {
    const manifests = readdirSync(sdk.root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(^|\/)manifest[^/]*\.json$/.test(name),
    );
    expect(manifests.length).toBeGreaterThan(100);
    const names = manifests.flatMap((name) => {
      const text = readFileSync(join(sdk.root, name), 'utf8');
      return [...text.matchAll(/"([^"]+)"\s*:/g)].map(([, key]) => key!);
    });
    expect(names).toContain('embedded:io/digital');
    expect(names.filter((name) => /^wasmote(\/|$)/.test(name))).toEqual([]);
  });
});
