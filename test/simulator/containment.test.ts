/**
 * What a guest may try on a board: XS ends the whole program when its stack or heap overflows, so
 * these must be traps, under the defaults of the device's bundle, and the neighbours live on.
 */
import { fileURLToPath } from 'node:url';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import wabtModule from 'wabt';
import { MAX_HOST_DEPTH } from '../../src/embedding/defaults.device.js';
import type { Creation } from '../../src/simulator/creation.js';
import { runOnXs } from '../../src/simulator/run.js';
import { describeOnXs, ESP32, PICO } from './support.js';

const RUNTIME = fileURLToPath(new URL('../../dist/xs/wasmote.js', import.meta.url));

const GUEST = `(module
  (import "env" "host" (func $host (param i32) (result i32)))
  (func (export "reenter") (param i32) (result i32) (call $host (local.get 0)))
  (func $down (export "recurse") (param i32) (result i32)
    (i32.add (call $down (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
  (func (export "spin") (loop $l (br $l)))
  (func (export "answer") (result i32) (i32.const 42)))`;

/** Every attempt, then every instance asked for its answer. */
const APP = `
import { Config, Engine, Linker, Module, Store } from 'wasmote';
import Resource from 'Resource';
import Sim from 'sim';
const engine = new Engine(new Config().consumeFuel(true).maxHostDepth(Number(Sim.argv[0])));
const module = new Module(engine, new Resource('guest.wasm'));
const store = new Store(engine);
let instances = [];
let deepest = 0;
const linker = new Linker(engine).func('env', 'host', (x) => {
  deepest = x;
  return instances[(x + 1) % 3].call('reenter', x + 1);
});
for (let i = 0; i < 3; i++) instances.push(linker.instantiate(store, module));
for (const name of ['recurse', 'reenter', 'spin', 'recurse', 'reenter']) {
  store.setFuel(20000);
  try {
    instances[1].call(name, 0);
    trace(name, ' returned\\n');
  } catch (error) {
    trace(name, ': ', error.name, ': ', error.message, '\\n');
  }
  store.setFuel(100);
  trace(instances.map((one) => one.call('answer')).join(' '), '\\n');
}
trace('deepest ', String(deepest), '\\n');
`;

async function run(creation: Creation, hostDepth: number): ReturnType<typeof runOnXs> {
  const wabt = await wabtModule();
  const folder = await mkdtemp(join(tmpdir(), 'wasmote-containment-'));
  try {
    const guest = join(folder, 'guest.wasm');
    await writeFile(guest, wabt.parseWat('guest.wat', GUEST).toBinary({}).buffer);
    await writeFile(join(folder, 'main.js'), APP);
    return await runOnXs({
      app: join(folder, 'main.js'),
      modules: { wasmote: RUNTIME },
      preload: ['wasmote'],
      resources: { 'guest.wasm': guest },
      creation,
      argv: [String(hostDepth)],
      timeoutMs: 60_000,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describeOnXs('guests on a board', () => {
  it.each([
    ['an RP2040', PICO, MAX_HOST_DEPTH],
    ['an ESP32', ESP32, MAX_HOST_DEPTH],
    ['an ESP32-C3, with 384 slots of stack', { ...ESP32, stackSlots: 384 }, 1],
  ])('trap where XS would abort: %s', async (_, creation, hostDepth) => {
    const { exitCode, stdout, stderr } = await run(creation, hostDepth);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const exhausted = 'RuntimeError: call stack exhausted';
    expect(stdout.trim().split('\n')).toEqual([
      `recurse: ${exhausted}`,
      '42 42 42',
      `reenter: ${exhausted}`,
      '42 42 42',
      'spin: RuntimeError: all fuel consumed by WebAssembly',
      '42 42 42',
      `recurse: ${exhausted}`,
      '42 42 42',
      `reenter: ${exhausted}`,
      '42 42 42',
      `deepest ${hostDepth - 1}`,
    ]);
  });
});
