import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guest, runCli } from './run-cli.js';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-cli-'));
  const traffic = readFileSync(guest('traffic'));
  await writeFile(file('cut.wasm'), traffic.subarray(0, 100));
  await writeFile(file('empty.wasm'), '');
  await writeFile(file('text.wasm'), '(module)');
  await writeFile(file('other.wasm'), 'GIF89a');
  // (module (func (export "_start") unreachable))
  await writeFile(
    file('start.wasm'),
    Buffer.from(
      '0061736d01000000010401600000030201000 70a01065f7374617274000 00a05010300000b'.replaceAll(
        ' ',
        '',
      ),
      'hex',
    ),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('wasmote', () => {
  it.each(['', 'run', 'sim', 'boards', 'validate', 'demo'])('%s --help', async (command) => {
    const { exitCode, stdout, stderr } = await runCli(
      ...command.split(' ').filter(Boolean),
      '--help',
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot(`golden/help${command && `-${command}`}.txt`);
  });

  it('--version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await runCli('--version')).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('without a command says how it is used', async () => {
    const { exitCode, stdout, stderr } = await runCli();
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: wasmote');
  });

  it('boards', async () => {
    const { exitCode, stdout } = await runCli('boards');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/esp32 .* 165,888 .*512 slots/);
    expect(stdout).toMatch(/rp2040 .* 131,072 .*512 slots/);
    const boards = JSON.parse((await runCli('boards', '--json')).stdout);
    expect(boards.map(({ name }: { name: string }) => name)).toEqual([
      'esp32',
      'esp32c3',
      'esp32c6',
      'esp32s3',
      'esp8266',
      'pico-2',
      'pico-w',
      'rp2040',
    ]);
  });
});

describe('run', () => {
  it.each([
    [['calculator', '--invoke', 'apply', '3', '-7', '2'], '-3\n'],
    [['calculator', '--invoke', 'apply', '0', '0x7fffffff', '-0x7fffffff'], '0\n'],
    [['random', '--invoke', 'state'], '0\n'],
    [['random', '--invoke', 'seed', '-1', '0xffffffffffffffff'], ''],
    [['pt100', '--invoke', 'resistance', '-inf'], '-inf\n'],
    [['pid', '--invoke', 'update', '0.1', 'nan'], 'nan\n'],
    [['calculator', '--on', 'node', '--fuel', '1000', '--invoke', 'apply', '2', '6', '7'], '42\n'],
  ])('%j', async ([name, ...args], stdout) => {
    expect(await runCli('run', guest(name!), ...args)).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('lists the exports of a module without an entry', async () => {
    const { exitCode, stdout } = await runCli('run', guest('traffic'));
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['function init(i32)', 'function step(i32) -> i32', 'memory memory']),
    );
  });

  it.each([
    [
      ['calculator', '--invoke', 'apply', '3', '1', '0'],
      1,
      'the guest trapped (examples/guests/calculator.wasm, "apply"): integer divide by zero',
    ],
    [
      ['crc32', '--invoke', 'init', '--fuel', '10'],
      1,
      'the guest trapped (examples/guests/crc32.wasm, "init"): all fuel consumed by WebAssembly',
    ],
    [['blink'], 1, 'unknown import: `env::gpio_write` has not been defined (a function)'],
    [
      ['calculator', '--invoke', 'aply'],
      2,
      'the module exports no function "aply"; it exports the functions apply, push, run, depth',
    ],
    [
      ['calculator', '--invoke', 'apply', '1'],
      2,
      'apply(i32, i32, i32) -> i32 takes 3 arguments, not 1',
    ],
    [
      ['calculator', '--invoke', 'push', 'x'],
      2,
      'argument 1 of push: "x" is not an i32 (an integer, decimal or hexadecimal)',
    ],
    [
      ['calculator', '--invoke', 'push', '99999999999'],
      2,
      'argument 1 of push: "99999999999" is not an i32 (from -2147483648 to 4294967295)',
    ],
    [['calculator', '5'], 2, '"5" is an argument, but no function is named: use --invoke NAME'],
    [['calculator', '--bogus'], 2, 'unknown option "--bogus"; see "wasmote run --help"'],
    [
      ['calculator', '--fuel', 'x'],
      2,
      '"x" is not an amount of fuel (an integer from 0 to 2^53 - 1)',
    ],
    [
      ['calculator', '--on', 'pdp11'],
      2,
      'no board is named "pdp11"; known boards: esp32, esp32c3, esp32c6, esp32s3, esp8266, pico-2, pico-w, rp2040',
    ],
    [['none'], 2, 'cannot read examples/guests/none.wasm: there is no such file'],
  ] as const)('%j ends with %i', async ([name, ...args], exitCode, message) => {
    const result = await runCli('run', guest(name), ...args);
    expect(result).toEqual({ exitCode, stdout: '', stderr: `wasmote: ${message}\n` });
  });

  it.each([
    ['empty.wasm', 'is not a WebAssembly module: it is empty'],
    [
      'text.wasm',
      'is not a WebAssembly module but its text: make a binary of it first, for example with wat2wasm',
    ],
    ['other.wasm', 'is not a WebAssembly module: it does not begin with "\\0asm"'],
  ])('%s is not a module', async (name, message) => {
    const { exitCode, stderr } = await runCli('run', file(name));
    expect([exitCode, stderr]).toEqual([1, `wasmote: ${file(name)} ${message}\n`]);
  });

  it('calls _start', async () => {
    const { exitCode, stderr } = await runCli('run', file('start.wasm'));
    expect([exitCode, stderr]).toEqual([
      1,
      `wasmote: the guest trapped (${file('start.wasm')}, "_start"): unreachable\n`,
    ]);
  });
});

describe('validate', () => {
  it('names what is valid, and says what is wrong', async () => {
    const result = await runCli('validate', guest('traffic'), file('cut.wasm'), guest('blink'));
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toBe(`${guest('traffic')} is valid\n${guest('blink')} is valid\n`);
    expect(result.stderr).toMatch(
      /^wasmote: .*cut\.wasm is not valid: .* \(at offset 0x[0-9a-f]+\)\n$/,
    );
  });

  it.each([
    [['validate'], 'missing required argument "files"'],
    [['validate', 'nothing'], 'cannot read nothing: there is no such file'],
    [['validate', 'examples'], 'cannot read examples: it is a folder'],
    [['sim', 'x.js'], 'required option "--board <name>" not specified'],
    [['unknown'], 'unknown command "unknown"'],
  ])('%j is wrong usage', async (args, message) => {
    expect(await runCli(...args)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `wasmote: ${message}\n`,
    });
  });
});
