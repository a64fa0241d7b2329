import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnXs } from '../simulator/support.js';
import { guest, runCli } from './run-cli.js';

/**
 * (module (type (struct)) (type $a (array i8)) (memory i64 0)
 *   (func (export "f") (result i64) memory.size)
 *   (func (export "g") (result i32) i32.const 7 array.new_default $a array.len))
 */
const PARTS =
  '0061736d01000000010c036000017e6000017f5e78000303020001050301040007' +
  '090201660000016700010a100204003f000b09004107fb0702fb0f0b';

/** (module (type (struct))) */
const STRUCT = '0061736d010000000103015f00';

let folder: string;
const app = async (text: string): Promise<string> => {
  const path = join(folder, 'main.js');
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-board-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOnXs('run --on a board', () => {
  it.each([
    [['esp32', 'calculator', 'apply', '3', '-7', '2'], '-3\n'],
    [['rp2040', 'random', 'seed', '-1', '9223372036854775807'], ''],
    [['rp2040', 'pt100', 'resistance', '100'], '138.50549999999998\n'],
    [['rp2040', 'pt100', 'resistance', 'nan'], 'nan\n'],
  ])('%j', async ([board, name, ...call], stdout) => {
    const result = await runCli('run', guest(name!), '--on', board!, '--invoke', ...call);
    expect([result.exitCode, result.stdout]).toEqual([0, stdout]);
  });

  it('tells traps and missing imports as on Node', async () => {
    for (const args of [
      ['run', guest('calculator'), '--invoke', 'apply', '3', '1', '0'],
      ['run', guest('blink')],
      ['run', guest('crc32'), '--invoke', 'init', '--fuel', '10'],
    ]) {
      expect(await runCli(...args, '--on', 'rp2040')).toEqual(await runCli(...args));
    }
  });
});

describeOnXs('run --on a board, a module of WebAssembly 3.0', () => {
  it('brings the parts that the module uses', async () => {
    const path = join(folder, 'parts.wasm');
    await writeFile(path, Buffer.from(PARTS, 'hex'));
    const invoke = (name: string) => runCli('run', path, '--on', 'rp2040', '--invoke', name);
    expect(await invoke('f')).toEqual({ exitCode: 0, stdout: '0\n', stderr: '' });
    expect(await invoke('g')).toEqual({ exitCode: 0, stdout: '7\n', stderr: '' });
  });
});

describeOnXs('run --on a board, with a memory that its heap cannot hold', () => {
  it('says that the heap is full', async () => {
    const path = join(folder, 'large.wasm');
    // (module (memory 4))
    await writeFile(path, Buffer.from('0061736d010000000503010004', 'hex'));
    const { exitCode, stderr } = await runCli('run', path, '--on', 'rp2040');
    expect(exitCode).toBe(10);
    expect(stderr).toMatch(/^wasmote: on rp2040 the XS heap is full: .*\n$/);
  });
});

describeOnXs('sim', () => {
  it('gives a module that runs alone the entries of the library that it imports', async () => {
    const path = await app(`
      import 'wasmote/gc';
      import { Module, Engine } from "wasmote";
      const bytes = new Uint8Array([${[...Buffer.from(STRUCT, 'hex')].join()}]);
      trace(Module.validate(new Engine(), bytes));`);
    const { exitCode, stdout } = await runCli('sim', '--board', 'rp2040', path);
    expect([exitCode, stdout]).toEqual([0, 'true']);
  });

  it('runs the application of a board, by its folder and by its main module', async () => {
    const byFolder = await runCli('sim', '--board', 'rp2040', 'boards/rp2040');
    expect([byFolder.exitCode, byFolder.stderr]).toEqual([0, '']);
    expect(byFolder.stdout).toContain('60 crossings, 120 bytes of memory each');
    expect(await runCli('sim', '--board', 'rp2040', 'boards/rp2040/main.js')).toEqual(byFolder);
  });

  it('gives a lone module the library and its arguments', async () => {
    const main = await app(
      'import Sim from "sim"; import { Engine } from "wasmote"; trace(Sim.argv.join(), typeof new Engine(), "\\n");',
    );
    const result = await runCli('sim', '--board', 'esp32', main, 'a', '--b');
    expect(result).toEqual({ exitCode: 0, stdout: 'a,--bobject\n', stderr: '' });
  });

  it('--memory says what the heap holds', async () => {
    const { stderr } = await runCli('sim', '--board', 'esp32', '--memory', await app('trace(1);'));
    expect(stderr).toMatch(/^flash: [\d,]+ bytes/);
    expect(stderr).toMatch(/stack: \d+ slots at most, of 512\n$/);
  });

  it.each([
    ['throw new Error("oops");', 1, /oops/],
    ['import Sim from "sim"; Sim.exit(42);', 42, /^$/],
    [
      'const a = []; for (;;) a.push(new ArrayBuffer(100));',
      10,
      /^wasmote: on esp32 the XS heap is full.*\n$/,
    ],
    [
      'function f() { return 1 + f(); } f();',
      11,
      /^wasmote: on esp32 the XS stack overflowed.*\n$/,
    ],
    ['let a = ;', 3, /^wasmote: on esp32 the program cannot be built.*\n$/],
  ])('%s ends with %i', async (text, exitCode, message) => {
    const result = await runCli('sim', '--board', 'esp32', await app(text));
    expect(result.exitCode).toBe(exitCode);
    expect(result.stderr).toMatch(message);
  });

  it.each([
    [['--board', 'esp32', 'none.js'], 'cannot read none.js: there is no such file'],
    [['--board', 'esp32', 'examples'], 'the folder examples has no manifest.json'],
    [
      ['--board', 'pdp11', 'boards/esp32'],
      'no board is named "pdp11"; known boards: esp32, esp32c3, esp32c6, esp32s3, esp8266, pico-2, pico-w, rp2040',
    ],
  ])('%j is wrong usage', async (args, message) => {
    const { exitCode, stderr } = await runCli('sim', ...args);
    expect([exitCode, stderr]).toEqual([2, `wasmote: ${message}\n`]);
  });
});

describeOnXs('demo', () => {
  it('gets the expected answers from every guest on every board, and weighs them', async () => {
    const { exitCode, stdout, stderr } = await runCli('demo');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.match(/\d+ answers as expected/g)).toHaveLength(2 * 9);
    expect(stdout).not.toMatch(/not measured|NaN|wrong/);
    for (const board of ['esp32', 'rp2040']) expect(stdout).toContain(`${board}: `);
    expect(stdout).toMatch(/│ traffic +│ +8 │ +[\d,]+ │ +120 │ +[\d,]+ │ +[\d,]+ │ +[\d,]+ │/);
    expect(stdout).toMatch(/flash: [\d,]+ bytes of XS bytecode/);
  });
});
