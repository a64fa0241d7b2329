import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeBrowser } from '../explore/fake-dom.js';
import { guest, runCli } from './run-cli.js';

let folder: string;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wasmote-explore-'));
  await copyFile(guest('blink'), file('blink.wasm'));
  await writeFile(file('broken.wasm'), Buffer.from('0061736d01000000ff', 'hex'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('wasmote explore', () => {
  it('--help', async () => {
    const { exitCode, stdout, stderr } = await runCli('explore', '--help');
    expect([exitCode, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('golden/help-explore.txt');
  });

  it('writes a page beside the module', async () => {
    const { exitCode, stdout, stderr } = await runCli('explore', file('blink.wasm'));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/blink\.html: \d+ functions, [\d,]+ bytes\n$/);
    expect((await readdir(folder)).filter((name) => name.endsWith('.html'))).toEqual([
      'blink.html',
    ]);
    const browser = new FakeBrowser(await readFile(file('blink.html'), 'utf8'));
    expect(browser.buttons()[0]).toBe('module');
    expect(browser.lines(0).length).toBeGreaterThan(3);
    browser.document.querySelectorAll('.line')[2]!.fire('click');
    expect(browser.lines(1, 'linked').length).toBeGreaterThan(0);
  });

  it('writes it elsewhere, and one function only', async () => {
    const output = file('one.html');
    const args = [guest('calculator'), '--function', 'apply', '-o', output];
    const { exitCode, stdout } = await runCli('explore', ...args);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/one\.html: 1 function, /)]);
    const browser = new FakeBrowser(await readFile(output, 'utf8'));
    expect(browser.buttons()).toEqual(['module', 'apply']);
  });

  it('--text', async () => {
    const { exitCode, stdout, stderr } = await runCli('explore', guest('random'), '--text');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\(module\n\(type \(;0;\) \(func \(param i64 i64\)\)\)\n/);
    const headings = stdout.split('\n').filter((line) => line.startsWith(';;'));
    expect(headings.map((line) => line.split(':')[0])).toEqual([
      ';; seed (0)',
      ';; next (1)',
      ';; below (2)',
      ';; state (3)',
    ]);
    expect(headings[3]).toMatch(/: 4 B wasm, \d+ B registers, \d+ chars JS$/);
    const [, state] = stdout.split(headings[3]!);
    expect(state).toMatch(/^\d+ {4}global\.get 0 +\d+ {2}global_get64 +r\d+, globals\[0\]\n/m);
    expect(state).toMatch(/^\d+ {2}\) +\d+ {2}return64 .*return G\[0\];$/m);
  });

  it('--text --function, by name and by index', async () => {
    const byName = await runCli('explore', guest('calculator'), '--text', '--function', 'apply');
    const byIndex = await runCli('explore', guest('calculator'), '--text', '--function', '7');
    expect(byIndex).toEqual(byName);
    expect(byName.stdout).toMatch(/^;; apply \(7\): 11 B wasm, /);
  });

  it('--fuel', async () => {
    const { stdout } = await runCli('explore', guest('random'), '--text', '--fuel');
    expect(stdout).toMatch(/\d {2}fuel +\d+ .*S\.fuel-=/);
  });

  it.each([
    [['explore'], 2, 'missing required argument "file"'],
    [['explore', 'nothing.wasm'], 2, 'cannot read nothing.wasm: there is no such file'],
    [
      ['explore', 'package.json'],
      1,
      'package.json is not a WebAssembly module: it does not begin with "\\0asm"',
    ],
    [['explore', guest('blink'), '--function', 'blonk'], 2, 'no function is named "blonk"'],
    [['explore', guest('blink'), '--function', '0'], 2, 'function 0 is imported: it has no code'],
    [
      ['explore', guest('random'), '--function', '99'],
      2,
      expect.stringMatching(/^there is no function 99; the module has \d+$/),
    ],
    [
      ['explore', guest('random'), '-o', 'no/such/folder.html'],
      2,
      'cannot write no/such/folder.html: there is no such folder',
    ],
    [['explore', guest('random'), '-o', 'examples'], 2, 'cannot write examples: it is a folder'],
    [
      ['explore', guest('random'), '-o', guest('random')],
      2,
      `the page would replace the module ${guest('random')}: use -o FILE`,
    ],
    [
      ['explore', guest('random'), '--text', '-o', 'x'],
      2,
      'option "--text" cannot be used with option "-o, --output <file>"',
    ],
  ])('%j ends with %i', async (args, exitCode, message) => {
    const result = await runCli(...args);
    expect([result.exitCode, result.stdout]).toEqual([exitCode, '']);
    expect(result.stderr.replace(/^wasmote: /, '').trimEnd()).toEqual(message);
  });

  it('an invalid module ends with 1', async () => {
    const { exitCode, stderr } = await runCli('explore', file('broken.wasm'));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/broken\.wasm is not valid: .*\(at offset 0x8\)\n$/);
  });
});
