/** Images on XS, as resources in flash and in RAM. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { examples, LIMIT, measure, ratioOf } from '../../bench/image/measure.js';
import { runOnXs } from '../../src/simulator/index.js';
import { describeOnXs, describeOnXs32 } from '../simulator/support.js';
import { engineOf, example } from './images.js';

const APPLICATION = `
import Resource from 'Resource';
import { Config, Engine, Instance, Module, Store } from 'wasmote';
const tell = (...values) => trace(values.map(String).join(' ') + '\\n');
const failure = (run) => { try { run(); return 'none'; } catch (error) { return error.name + ': ' + error.message; } };

const engine = new Engine();
const flash = new Resource('guest.cwasm');
const ram = flash.slice(0);
tell(Engine.detectPrecompiled(flash), Engine.detectPrecompiled(new Resource('guest.wasm')));
const inPlace = Module.deserialize(engine, flash);
tell(inPlace.code.buffer === inPlace.bytes.buffer, inPlace.code.buffer instanceof ArrayBuffer);
const unaligned = new Uint8Array(ram.byteLength + 1);
unaligned.set(new Uint8Array(ram), 1);
for (const source of [flash, ram, new Uint8Array(ram), unaligned.subarray(1)]) {
  const instance = new Instance(new Store(engine), Module.deserialize(engine, source));
  instance.call('init', 0);
  tell(instance.call('remaining'), instance.call('step', 0), instance.exports().length);
}

const bytes = new Uint8Array(ram);
let accepted = 0;
for (let i = 0; i < bytes.length; i++) {
  const bit = 1 << (i & 7);
  bytes[i] ^= bit;
  if (!failure(() => Module.deserialize(engine, bytes)).startsWith('DeserializeError: ')) accepted++;
  bytes[i] ^= bit;
}
tell(accepted);
tell(failure(() => new Module(engine, flash)));
tell(failure(() => Module.deserialize(engine, new Resource('guest.wasm'))));
tell(failure(() => Module.deserialize(new Engine(new Config().consumeFuel(true)), flash)));
tell(failure(() => inPlace.serialize()));
tell(failure(() => engine.precompileModule(new Resource('guest.wasm'))));
`;

const NO_IMAGES = 'Error: a device makes no images: use `wasmote compile --image`';
const ANSWERS = `module undefined
true false
${'10 17 8\n'.repeat(4)}0
CompileError: magic header not detected: these bytes are a precompiled image; use Module.deserialize
DeserializeError: image header not detected: these bytes are a WebAssembly module; use new Module, or make an image with \`wasmote compile --image\`
DeserializeError: the image was compiled with Config.consumeFuel(false), but this engine has consumeFuel(true)
${NO_IMAGES}
${NO_IMAGES}
`;

describeOnXs('an image on XS', () => {
  it.each([true, false])(
    'is used in place, checked, and not made; preloaded: %s',
    async (preloadEnabled) => {
      const folder = await mkdtemp(join(tmpdir(), 'wasmote-image-'));
      try {
        const app = join(folder, 'main.js');
        await writeFile(app, APPLICATION);
        await writeFile(join(folder, 'guest.wasm'), example('traffic'));
        await writeFile(
          join(folder, 'guest.cwasm'),
          engineOf().precompileModule(example('traffic')),
        );
        const { exitCode, stdout, stderr } = await runOnXs({
          app,
          modules: { wasmote: 'dist/xs/wasmote.js' },
          preload: ['wasmote'],
          preloadEnabled,
          strip: true,
          timeoutMs: 60_000,
        });
        expect([stdout, stderr, exitCode]).toEqual([ANSWERS, '', 0]);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

describeOnXs32('the largest example', () => {
  it('is loaded from an image and instantiated in a tenth of the time, with less RAM', async () => {
    const [largest] = await examples();
    const figures = await measure(largest!);
    expect(ratioOf(figures)).toBeLessThan(LIMIT);
    expect(figures.loadedBytes).toBeLessThan(figures.compiledBytes - 4 * 100);
  });
});
