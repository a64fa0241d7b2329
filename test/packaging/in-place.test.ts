import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runOnXs } from '../../src/simulator/run.js';
import { describeOnXs, PICO } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-in-place-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A module, an instance and a call; then what of the heap is in use. */
const APP = `
import Resource from 'Resource';
import Sim from 'sim';
import { Engine, Instance, Module, Store } from 'wasmote';
const flash = new Resource('guest.wasm');
const engine = new Engine();
const store = new Store(engine);
const source = Sim.argv[0] === 'copied' ? flash.slice(0, flash.byteLength) : flash;
const instance = new Instance(store, new Module(engine, source), []);
const answer = instance.call('answer');
Sim.collect();
trace(flash.byteLength, ' ', answer, ' ', Sim.measure('slotBytes') + Sim.measure('chunkBytes'));
`;

/** Bytes of the guest and of RAM; the guest has so many bytes of data that no memory is made of. */
async function measure(dataBytes: number, how: 'flash' | 'copied'): Promise<[number, number]> {
  const guest = join(folder, `${dataBytes}.wasm`);
  writeFileSync(
    guest,
    wat(`(module
      (memory 0)
      (data $text "${'.'.repeat(dataBytes)}")
      (func (export "answer") (result i32)
        (memory.init $text (i32.const 0) (i32.const 0) (i32.const 0))
        (i32.const 42)))`),
  );
  const app = join(folder, 'main.js');
  writeFileSync(app, APP);
  const { exitCode, stdout, stderr } = await runOnXs({
    app,
    modules: { wasmote: 'dist/xs/wasmote.js' },
    preload: ['wasmote'],
    resources: { 'guest.wasm': guest },
    creation: PICO,
    argv: [how],
    timeoutMs: 20_000,
  });
  expect([exitCode, stderr]).toEqual([0, '']);
  const [size, answer, ram] = stdout.split(' ').map(Number);
  expect(answer).toBe(42);
  return [size!, ram!];
}

describeOnXs('a guest that is a Resource', () => {
  it('is run from flash: what it weighs in RAM does not depend on its size', async () => {
    const [small, smallRam] = await measure(100, 'flash');
    const [large, largeRam] = await measure(60_000, 'flash');
    expect(large - small).toBeGreaterThan(59_900);
    expect(largeRam - smallRam).toBeLessThan(16);
  });

  it('would be seen if it were copied', async () => {
    const [, small] = await measure(100, 'copied');
    const [, large] = await measure(40_000, 'copied');
    expect(large - small).toBeGreaterThan(39_000);
  });
});
