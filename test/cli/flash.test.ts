import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliResult, runCli, runCliWith } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-flash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = (name: string, text: string): void => {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
};

/** As if the SDK and the toolchain of Pico boards were installed. */
const SDK = {
  MODDABLE: folder,
  PICO_SDK_DIR: folder,
  PICO_GCC_ROOT: folder,
  PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
};
const NONE = { MODDABLE: '', PICO_SDK_DIR: join(folder, 'none'), PATH: '/usr/bin:/bin' };

const tidy = ({ exitCode, stdout, stderr }: CliResult): [number, string, string] => [
  exitCode,
  stdout.replaceAll(folder, 'FOLDER'),
  stderr.replaceAll(folder, 'FOLDER'),
];

beforeAll(() => {
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'an app'));
  writeFileSync(join(folder, 'an app', 'manifest.json'), '{}');
  mkdirSync(join(folder, 'a mod'));
  const include = '$(MODDABLE)/examples/manifest_mod.json';
  writeFileSync(join(folder, 'a mod', 'manifest.json'), JSON.stringify({ include }));
  program('mcrun', 'echo "mcrun $@"');
  program('mcconfig', `echo "$(pwd): $@"; exit $(cat ${folder}/code)`);
  program('arm-none-eabi-gcc', 'exit 0');
  writeFileSync(join(folder, 'code'), '0');
});

describe('flash', () => {
  it('--help, as of doctor', async () => {
    for (const name of ['flash', 'doctor']) {
      const { stdout } = await runCli(name, '--help');
      await expect(stdout).toMatchFileSnapshot(`golden/help-${name}.txt`);
    }
  });

  it('runs mcconfig in the folder of the application', async () => {
    const app = join(folder, 'an app');
    expect(tidy(await runCliWith(SDK, 'flash', '--board', 'rp2040', app))).toEqual([
      0,
      'FOLDER/an app: -d -m -p pico FOLDER/an app/manifest.json\n',
      '',
    ]);
    const args = ['--build', 'instrumented', '--build-only'];
    const { stdout } = await runCliWith(SDK, 'flash', '--board', 'pico-w', app, ...args);
    expect(stdout).toContain(': -i -m -t build -p pico/pico_w ');
  });

  it('runs mcrun for a mod', async () => {
    const mod = join(folder, 'a mod');
    expect(tidy(await runCliWith(SDK, 'flash', '--board', 'rp2040', mod))).toEqual([
      0,
      'mcrun -d -m -p pico FOLDER/a mod/manifest.json\n',
      '',
    ]);
  });

  it('passes on that it failed', async () => {
    writeFileSync(join(folder, 'code'), '2');
    const [exitCode, , stderr] = tidy(
      await runCliWith(SDK, 'flash', '--board', 'rp2040', join(folder, 'an app')),
    );
    writeFileSync(join(folder, 'code'), '0');
    expect([exitCode, stderr]).toEqual([
      3,
      'wasmote: mcconfig ended with exit code 2: see what it printed\n',
    ]);
  });

  it('prints the command, which needs no SDK', async () => {
    const dry = await runCliWith(NONE, 'flash', '--board', 'rp2040', '--dry-run');
    expect(dry.stdout).toMatch(
      /^cd .*boards\/rp2040 && mcconfig -d -m -p pico .*manifest\.json\n$/,
    );
    const args = ['flash', '--board', 'rp2040', join(folder, 'an app'), '--dry-run'];
    expect(tidy(await runCliWith(NONE, ...args))[1]).toBe(
      "cd 'FOLDER/an app' && mcconfig -d -m -p pico 'FOLDER/an app/manifest.json'\n",
    );
  });

  it('says the next step without an SDK, and uses xs-dev where that is', async () => {
    const args = ['flash', '--board', 'rp2040', join(folder, 'an app')];
    expect(tidy(await runCliWith(NONE, ...args))).toEqual([
      3,
      '',
      'wasmote: firmware for rp2040 cannot be built: Moddable SDK: MODDABLE is not set. Next: npx xs-dev setup\n',
    ]);
    program('xs-dev', 'echo "xs-dev $@"');
    const withXsDev = { ...NONE, PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
    expect(tidy(await runCliWith(withXsDev, ...args))).toEqual([
      0,
      'xs-dev run --device pico FOLDER/an app\n',
      '',
    ]);
    expect((await runCliWith(withXsDev, ...args, '--build', 'release')).exitCode).toBe(3);
    rmSync(join(folder, 'bin', 'xs-dev'));
  });

  it('says what is wrong with an application', async () => {
    const failing = async (app: string): Promise<string> =>
      tidy(await runCliWith(SDK, 'flash', '--board', 'rp2040', join(folder, app)))[2];
    expect(await failing('none')).toBe('wasmote: cannot read FOLDER/none: there is no such file\n');
    expect(await failing('bin')).toMatch(
      /^wasmote: the folder FOLDER\/bin has no manifest\.json: /,
    );
  });
});

describe('doctor', () => {
  it('says what is installed, and what is next', async () => {
    const { exitCode, stdout } = await runCliWith(NONE, 'doctor');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('  missing  Moddable SDK: MODDABLE is not set\n');
    expect(stdout).toContain('firmware for pico-2, pico-w, rp2040\n');
    expect(stdout).toMatch(/\nnext: npx xs-dev setup\n/);
  });

  it('answers for a board by its exit code', async () => {
    expect((await runCliWith(NONE, 'doctor', '--board', 'rp2040')).exitCode).toBe(3);
    const { exitCode, stdout } = await runCliWith(SDK, 'doctor', '--board', 'rp2040');
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/\nnothing is missing\n$/)]);
    expect(stdout).not.toContain('esp32');
  });
});
