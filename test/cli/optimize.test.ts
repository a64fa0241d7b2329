import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wat } from '../validation/wat.js';
import { guest, runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-optimize-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('optimize', () => {
  it('--help', async () => {
    const { exitCode, stdout } = await runCli('optimize', '--help');
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/help-optimize.txt');
  });

  it('writes a smaller module and says what it saves on each board', async () => {
    const input = file('loose.wasm');
    writeFileSync(input, wat('(module (func) (func (export "f") (result i32) (i32.const 1)))'));
    const output = file('small.wasm');
    const { exitCode, stdout } = await runCli('optimize', input, '-o', output, '--strip');
    expect(exitCode).toBe(0);
    const [from, to] = [input, output].map((path) => readFileSync(path).length) as [number, number];
    expect(to).toBeLessThan(from);
    expect(stdout).toContain(`small.wasm: ${to} bytes, of ${from} bytes`);
    expect(stdout).toMatch(new RegExp(`rp2040 +│ +${from} → ${to} │ +\\d+ → \\d+ │`));
    expect(stdout).toMatch(/esp32s3 /);
  });

  it('writes the module as it is where nothing is to save', async () => {
    const output = file('traffic.wasm');
    const { stdout } = await runCli('optimize', guest('traffic'), '-o', output);
    expect(stdout).toContain('619 bytes, of 619 bytes (no less)');
    expect(readFileSync(output)).toEqual(readFileSync(guest('traffic')));
  });

  it('says what is wrong', async () => {
    const failing = async (...args: string[]): Promise<[number, string]> => {
      const { exitCode, stderr } = await runCli('optimize', ...args);
      return [exitCode, stderr.replaceAll(folder, 'FOLDER')];
    };
    const input = file('same.wasm');
    writeFileSync(input, wat('(module)'));
    expect(await failing(input)).toEqual([
      2,
      'wasmote: required option "-o, --output <file>" not specified\n',
    ]);
    expect(await failing(input, '-o', input)).toEqual([
      2,
      'wasmote: the output would replace the module FOLDER/same.wasm: give another name with -o\n',
    ]);
    writeFileSync(file('bad.wasm'), Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1));
    const [exitCode, text] = await failing(file('bad.wasm'), '-o', file('x.wasm'));
    expect([exitCode, text]).toEqual([1, expect.stringContaining('bad.wasm is not valid: ')]);
    expect((await failing(input, '-o', file('none/x.wasm')))[1]).toContain('cannot write');
  });

  it('writes nothing of a module that no board can instantiate', async () => {
    const input = file('beyond.wasm');
    writeFileSync(input, wat('(module (memory 0) (data (i32.const 1) "a"))'));
    const { exitCode, stderr } = await runCli('optimize', input, '-o', file('out.wasm'));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('out of bounds memory access')]);
    expect(existsSync(file('out.wasm'))).toBe(false);
  });
});
