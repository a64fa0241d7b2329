import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { wat } from '../validation/wat.js';
import { guest, runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-repage-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GUESTS = 'test/transform/guests';

describe('repage', () => {
  it('--help', async () => {
    const { exitCode, stdout } = await runCli('repage', '--help');
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/help-repage.txt');
  });

  it('writes a module with a memory of what it needs, and says what was found and saved', async () => {
    const output = file('small.wasm');
    const input = `${GUESTS}/as-minimal.wasm`;
    const { exitCode, stdout } = await runCli(
      ...['repage', input, '-o', output, '--heap', '2048', '--verify'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('as-minimal.wasm: AssemblyScript');
    expect(stdout).toContain(
      'memory 0: 3,664 bytes, of 65,536: 1,616 static data, 2,048 heap; its allocator counts pages of 16 bytes now',
    );
    expect(stdout).toMatch(
      /verified: no difference \(\d+ calls, both engines; \d+ bytes of memory/,
    );
    expect(stdout).toMatch(/rp2040 .*│ +65,960 → 4,088 │ +1 → \d\d │/);
    expect(readFileSync(output).subarray(0, 4)).toEqual(Buffer.from('\0asm'));
  });

  it('refuses what is not certain, in a sentence that says what helps', async () => {
    const input = file('bare.wasm');
    writeFileSync(
      input,
      wat('(module (memory 1) (func (export "f") (param i32) (result i32) local.get 0 i32.load))'),
    );
    const { exitCode, stderr } = await runCli('repage', input, '-o', file('no.wasm'));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /bare\.wasm cannot be repaged: nothing says where its static data ends\. .*--size BYTES/,
    );
    expect(existsSync(file('no.wasm'))).toBe(false);
  });

  it('writes nothing when the modules differ', async () => {
    const input = file('beyond.wasm');
    writeFileSync(
      input,
      wat('(module (memory 1) (func (export "f") (param i32) (result i32) local.get 0 i32.load))'),
    );
    const args = ['repage', input, '-o', file('no.wasm'), '--size', '32', '--verify'];
    const { exitCode, stderr } = await runCli(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('the modules differ, nothing is written');
    expect(stderr).toMatch(
      /f\(\d+\), interpreter: it returns before, it traps \(out of bounds memory/,
    );
    expect(existsSync(file('no.wasm'))).toBe(false);
  });

  it('copies a module without such a memory', async () => {
    const output = file('same.wasm');
    const { exitCode, stdout } = await runCli('repage', guest('traffic'), '-o', output);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('nothing changes')]);
    expect(readFileSync(output)).toEqual(readFileSync(guest('traffic')));
  });

  it.each([
    [['x.wasm'], 'required option "-o, --output <file>" not specified'],
    [['x.wasm', '-o', 'x.wasm'], 'the output would replace the module x.wasm'],
    [['x.wasm', '-o', 'y.wasm'], 'cannot read x.wasm: there is no such file'],
    [['x.wasm', '-o', 'y.wasm', '--heap', '1k'], 'It is no whole number.'],
    [['x.wasm', '-o', 'y.wasm', '--size', '1='], 'It is neither BYTES nor INDEX=BYTES.'],
    [['x.wasm', '-o', 'y.wasm', '--size', '1', '--size', '0=2'], 'Memory 0 has a size already.'],
    [['x.wasm', '-o', 'y.wasm', '--page-size', '16'], 'Allowed choices are 1.'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await runCli('repage', ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
