import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readManifest, runOnXs, type Report } from '../../src/simulator/index.js';
import type { WasmotePluginOptions } from '../../src/rollup.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { Project } from './project.js';

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

/** Loads a guest of each form and calls it. */
const PROGRAM = `
  import { Engine, Linker, Module, Store } from 'wasmote';
  import bytes from './traffic.wasm';
  import image from './traffic.wasm?form=image';
  import compiled from './traffic.wasm?form=compiled';
  import text from './calculator.wat';
  const engine = new Engine();
  const call = (module, ...args) =>
    new Linker(engine).instantiate(new Store(engine), module).call(...args);
  trace([
    call(new Module(engine, bytes), 'step', 1),
    call(Module.deserialize(engine, image), 'step', 1),
    call(compiled, 'step', 1),
    call(new Module(engine, text), 'apply', 3, -7, 2),
  ].join(' '), '\\n');`;

/** Runs an application as a firmware has it whose manifest includes the plugin's. */
async function run(program: string, options?: WasmotePluginOptions): Promise<[string, Report]> {
  const { files } = await project.build(program, options);
  const own = Object.keys(files).filter((name) => name.startsWith('manifest_'));
  const manifest = {
    include: [
      '$(MODDABLE)/examples/manifest_base.json',
      'node_modules/wasmote/manifest_compiled.json',
      ...own.map((name) => `./build/${name}`),
    ],
    modules: { '*': './build/main' },
  };
  const path = project.write('manifest.json', JSON.stringify(manifest));
  const application = readManifest(path, 'pico', PICO);
  const { stdout, stderr, exitCode, report } = await runOnXs({ ...application, timeoutMs: 60_000 });
  expect([exitCode, stderr]).toEqual([0, '']);
  return [stdout, report!];
}

describeOnXs('a bundle on XS', () => {
  it('has its guests in flash', async () => {
    const [stdout, { modules }] = await run(PROGRAM);
    expect(stdout).toBe('19 19 19 -3\n');
    expect(modules).toContainEqual(
      expect.objectContaining({ name: 'guests/traffic', preloaded: true }),
    );
  });

  it('for everywhere has them in it', async () => {
    const [stdout] = await run(PROGRAM, { target: 'any' });
    expect(stdout).toBe('19 19 19 -3\n');
  });

  it('takes no RAM for a compiled guest, and of a resource an object', async () => {
    const program = (form: string): string => `
      import Sim from 'sim';
      import guest from './traffic.wasm?form=${form}';
      globalThis.guest = guest;
      Sim.collect();`;
    const used = async (...args: Parameters<typeof run>): Promise<number> => {
      const { slotBytes, chunkBytes } = (await run(...args))[1].atEnd!;
      return slotBytes + chunkBytes;
    };
    const nothing = await used("import Sim from 'sim'; globalThis.guest = {}; Sim.collect();");
    const flash = await used(program('compiled'));
    expect(flash - nothing).toBeLessThan(100);
    expect((await used(program('bytes'))) - nothing).toBeLessThan(200);
    expect((await used(program('compiled'), { target: 'any' })) - flash).toBeGreaterThan(1500);
  });
});
