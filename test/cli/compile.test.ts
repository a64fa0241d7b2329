import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Config, Engine } from '../../src/index.js';
import { describeOnXs } from '../simulator/support.js';
import { guest, runCli } from './run-cli.js';

let folder: string;
let imageBytes: number;
const file = (name: string): string => join(folder, name);
const STEP = ['--invoke', 'step', '1'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-compile-'));
  const wasm = readFileSync(guest('traffic'));
  const image = new Engine().precompileModule(wasm);
  await writeFile(file('traffic.wasm'), wasm);
  await writeFile(file('whole.cwasm'), image);
  await writeFile(file('fuel.cwasm'), fuelEngine().precompileModule(wasm));
  await writeFile(file('cut.cwasm'), image.subarray(0, 100));
  await writeFile(file('start.cwasm'), image.subarray(0, 8));
  imageBytes = image.length;
  image[200]! ^= 1;
  await writeFile(file('damaged.cwasm'), image);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fuelEngine = (): Engine => new Engine(new Config().consumeFuel(true));

const failing = async (...args: string[]): Promise<[code: number, stderr: string]> => {
  const { exitCode, stdout, stderr } = await runCli(...args);
  expect(stdout).toBe('');
  return [exitCode, stderr.replaceAll(folder, 'FOLDER')];
};

describe('compile', () => {
  it('--help', async () => {
    const { exitCode, stdout } = await runCli('compile', '--help');
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/help-compile.txt');
  });

  it('writes an image beside the module', async () => {
    const wasm = readFileSync(guest('traffic'));
    const { exitCode, stdout, stderr } = await runCli('compile', file('traffic.wasm'), '--image');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll(folder, 'FOLDER')).toMatch(
      /^FOLDER\/traffic\.cwasm: \d+ bytes, of 619 bytes of WebAssembly\n$/,
    );
    const image = new Uint8Array(readFileSync(file('traffic.cwasm')));
    expect(image).toEqual(new Engine().precompileModule(wasm));
  });

  it('writes where it is told, with the options of the engine', async () => {
    const output = file('other');
    const args = ['--image', '--fuel', '--any-page-size', '--ignore-custom-sections'];
    const { exitCode } = await runCli('compile', guest('traffic'), ...args, '-o', output);
    expect(exitCode).toBe(0);
    const image = fuelEngine().precompileModule(readFileSync(guest('traffic')));
    expect(new Uint8Array(readFileSync(output))).toEqual(image);
  });

  it('makes an ES module, and a manifest for it', async () => {
    const { exitCode, stdout } = await runCli('compile', guest('traffic'), '-o', file('module'));
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('traffic.js: ')]);
    const text = readFileSync(file('module/traffic.js'), 'utf8');
    expect(text).toContain("from 'wasmote/compiled';");
    expect(JSON.parse(readFileSync(file('module/manifest_traffic.json'), 'utf8'))).toEqual({
      modules: { traffic: './traffic' },
      preload: ['traffic'],
    });
  });

  it('says what is wrong', async () => {
    const wasm = file('traffic.wasm');
    expect(await failing('compile', wasm, '--board', 'esp8266')).toEqual([
      2,
      expect.stringContaining('no board is named "esp8266"'),
    ]);
    expect(await failing('compile', wasm, '-o', wasm)).toEqual([
      2,
      expect.stringContaining('cannot make the folder FOLDER/traffic.wasm'),
    ]);
    expect(await failing('compile', wasm, '--image', '-o', wasm)).toEqual([
      2,
      'wasmote: the output would replace the module FOLDER/traffic.wasm: use -o FILE\n',
    ]);
    expect(await failing('compile', wasm, '--image', '-o', file('no/where'))).toEqual([
      2,
      'wasmote: cannot write FOLDER/no/where: there is no such folder\n',
    ]);
    expect(await failing('compile', file('whole.cwasm'), '--image')).toEqual([
      1,
      'wasmote: FOLDER/whole.cwasm is not a WebAssembly module but an image of one\n',
    ]);
  });
});

describe('an image', () => {
  it('is run', async () => {
    expect(await runCli('run', file('whole.cwasm'), ...STEP)).toMatchObject({ stdout: '19\n' });
    const args = ['--fuel', '1000', ...STEP];
    expect(await runCli('run', file('fuel.cwasm'), ...args)).toMatchObject({ stdout: '19\n' });
  });

  it('is validated', async () => {
    const files = [file('whole.cwasm'), file('fuel.cwasm'), guest('traffic')];
    const { exitCode, stdout } = await runCli('validate', ...files);
    expect([exitCode, stdout]).toEqual([0, files.map((name) => `${name} is valid\n`).join('')]);
  });

  it('that cannot be loaded is told from others', async () => {
    const cannot = (name: string): string =>
      `wasmote: FOLDER/${name} cannot be loaded: the image is`;
    for (const command of ['run', 'validate']) {
      expect(await failing(command, file('cut.cwasm'))).toEqual([
        1,
        `${cannot('cut.cwasm')} truncated: 100 bytes were given, and it has ${imageBytes}\n`,
      ]);
      expect(await failing(command, file('start.cwasm'))).toEqual([
        1,
        `${cannot('start.cwasm')} truncated: 8 bytes were given, and it has 32\n`,
      ]);
      expect(await failing(command, file('damaged.cwasm'))).toEqual([
        1,
        `${cannot('damaged.cwasm')} damaged: its checksum is wrong; copy it again\n`,
      ]);
    }
  });

  it('counts fuel or not, as it was compiled', async () => {
    expect(await failing('run', file('fuel.cwasm'), ...STEP)).toEqual([
      2,
      'wasmote: FOLDER/fuel.cwasm counts fuel: say with --fuel how much it may consume\n',
    ]);
    expect(await failing('run', file('whole.cwasm'), '--fuel', '9', ...STEP)).toEqual([
      2,
      'wasmote: FOLDER/whole.cwasm counts no fuel: compile it with --fuel\n',
    ]);
  });
});

describeOnXs('an image in the simulator', () => {
  it('is run as a resource', async () => {
    const { stdout, stderr } = await runCli('run', file('whole.cwasm'), '--on', 'rp2040', ...STEP);
    expect([stdout, stderr]).toEqual(['19\n', '']);
  });
});
