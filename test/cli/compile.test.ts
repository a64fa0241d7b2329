import { readdirSync, readFileSync } from 'node:fs';
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

  it('says what a firmware includes for parts of WebAssembly that devices import', async () => {
    const wasm = file('struct.wasm');
    // (module (type (struct)))
    await writeFile(wasm, Buffer.from('0061736d010000000103015f00', 'hex'));
    const text = 'a firmware includes for it, of this package: ';
    const compiled = await runCli('compile', wasm);
    expect(compiled.stdout).toContain(`${text}manifest_compiled.json, manifest_gc.json\n`);
    const image = await runCli('compile', wasm, '--image');
    expect(image.stdout).toContain(`${text}manifest_gc.json\n`);
  });

  it('says what is wrong', async () => {
    const wasm = file('traffic.wasm');
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

describe('compile to JavaScript', () => {
  it('writes a module and a manifest, over what is there', async () => {
    const output = file('made');
    for (const args of [[], ['--board', 'rp2040'], ['--fuel']]) {
      const made = await runCli('compile', guest('traffic'), '-o', output, ...args);
      expect([made.exitCode, made.stderr]).toEqual([0, '']);
      expect(made.stdout.replaceAll(folder, 'FOLDER')).toMatch(
        /^FOLDER\/made\/traffic\.js: [\d,]+ bytes, of 619 bytes of WebAssembly\n.* of this package: manifest_compiled\.json\n$/,
      );
    }
    expect(readFileSync(join(output, 'traffic.js'), 'utf8')).toMatch(
      /^\/\/ traffic\.wasm, compiled by wasmote [\d.]+\. Do not edit\.\nimport .* from 'wasmote\/compiled';\n/,
    );
    expect(JSON.parse(readFileSync(join(output, 'manifest_traffic.json'), 'utf8'))).toEqual({
      modules: { traffic: './traffic' },
      preload: ['traffic'],
    });
  });

  it('says what a firmware includes for parts of WebAssembly that devices import', async () => {
    const wasm = file('struct.wasm');
    // (module (type (struct)))
    await writeFile(wasm, Buffer.from('0061736d010000000103015f00', 'hex'));
    const text = 'a firmware includes for it, of this package: ';
    const compiled = await runCli('compile', wasm);
    expect(compiled.stdout).toContain(`${text}manifest_compiled.json, manifest_gc.json\n`);
    const image = await runCli('compile', wasm, '--image');
    expect(image.stdout).toContain(`${text}manifest_gc.json\n`);
  });

  it('says what is wrong', async () => {
    const wasm = file('traffic.wasm');
    expect(await failing('compile', wasm, '--board', 'nope')).toEqual([
      2,
      'wasmote: no board is named "nope"; known boards: esp32, esp32c3, esp32c6, esp32s3, esp8266, pico-2, pico-w, rp2040\n',
    ]);
    const cannot = 'wasmote: cannot make the folder';
    for (const [output, why] of [
      [file('whole.cwasm'), 'FOLDER/whole.cwasm: there is a file of that name'],
      [file('no/where'), 'FOLDER/no/where: the folder around it does not exist'],
      // Not even root may write there.
      ['/proc/wasmote', '/proc/wasmote: the folder around it does not exist'],
    ] as const) {
      expect(await failing('compile', wasm, '-o', output)).toEqual([2, `${cannot} ${why}\n`]);
    }
    expect(await failing('compile')).toEqual([2, 'wasmote: missing required argument "file"\n']);
    expect(await failing('compile', wasm, '--bord', 'esp32')).toEqual([
      2,
      expect.stringMatching(/^wasmote: unknown option "--bord"/),
    ]);
    expect(await failing('compile', wasm, '--engine', 'compiler')).toEqual([
      2,
      'wasmote: --engine is of images: add --image\n',
    ]);
    expect(await failing('compile', wasm, '--image', '--board', 'esp32')).toEqual([
      2,
      'wasmote: --board is of no use to --image\n',
    ]);
    expect(await failing('compile', wasm, '--image', '--engine', 'jit')).toEqual([
      2,
      expect.stringContaining('Allowed choices are interpreter, compiler'),
    ]);
    expect(await failing('compile', file('none.wasm'))).toEqual([
      2,
      'wasmote: cannot read FOLDER/none.wasm: there is no such file\n',
    ]);
  });

  it('tells an invalid module, and writes nothing', async () => {
    await writeFile(file('bad.wasm'), Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 1));
    for (const args of [[], ['--image'], ['--image', '--engine', 'compiler']]) {
      const [code, message] = await failing('compile', file('bad.wasm'), ...args);
      expect(code).toBe(1);
      expect(message).toMatch(/^wasmote: FOLDER\/bad\.wasm is not valid: /);
    }
    expect(readdirSync(folder).filter((name) => /bad/.test(name))).toEqual(['bad.wasm']);
  });
});

describe('an image', () => {
  it('with generated code is run on Node', async () => {
    const output = file('generated.cwasm');
    const args = ['--image', '--engine', 'compiler', '-o', output];
    expect(await runCli('compile', guest('traffic'), ...args)).toMatchObject({ exitCode: 0 });
    const engine = new Engine(new Config().strategy('compiler'));
    const image = engine.precompileModule(readFileSync(guest('traffic')));
    expect(new Uint8Array(readFileSync(output))).toEqual(image);
    expect(await runCli('run', output, ...STEP)).toMatchObject({ stdout: '19\n' });
    expect(await runCli('validate', output)).toMatchObject({ exitCode: 0 });
  });

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
