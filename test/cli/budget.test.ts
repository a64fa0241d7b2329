import { Ajv2020 } from 'ajv/dist/2020.js';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BudgetReport } from '../../src/prediction/report.js';
import { guest, runCli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'wasmote-budget-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRAFFIC = [guest('traffic'), '--board', 'rp2040', '--instances', '90'];

async function report(...args: string[]): Promise<BudgetReport> {
  const { stdout, stderr } = await runCli('budget', ...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as BudgetReport;
}

/** A file of JSON, which `change` has changed. */
function written(value: BudgetReport, change: (text: string) => string = (text) => text): string {
  const path = join(folder, 'budget.json');
  writeFileSync(path, change(JSON.stringify(value)));
  return path;
}

describe('wasmote budget', () => {
  it('--help', async () => {
    const { stdout } = await runCli('budget', '--help');
    await expect(stdout).toMatchFileSnapshot('golden/help-budget.txt');
  });

  it('prints what modules cost, as a table', async () => {
    const { exitCode, stdout } = await runCli('budget', ...TRAFFIC);
    expect(exitCode).toBe(0);
    await expect(stdout).toMatchFileSnapshot('golden/budget-traffic.txt');
  });

  it('prints JSON of the published schema, in all forms of modules', async () => {
    const schema = JSON.parse(readFileSync('docs/budget.schema.json', 'utf8'));
    const validate = new Ajv2020({ strict: true }).compile(schema);
    await runCli('compile', guest('traffic'), '-o', folder);
    await runCli('compile', guest('pid'), '--image', '-o', join(folder, 'pid.cwasm'));
    const forCompiler = ['--image', '--engine', 'compiler', '-o', join(folder, 'morse.cwasm')];
    await runCli('compile', guest('morse'), ...forCompiler);
    const images = [join(folder, 'pid.cwasm'), join(folder, 'morse.cwasm')];
    const files = [join(folder, 'traffic.js'), ...images, guest('blink')];
    const args = ['--board', 'esp32', '--instances', '5', '--engine', 'compiler'];
    const printed = await report(...files, ...args);
    expect([validate(printed), validate.errors]).toEqual([true, null]);
    expect(printed.modules.map(({ name, form }) => `${name} ${form}`)).toEqual([
      'traffic compiled',
      'pid image',
      'morse image-compiler',
      'blink wasm-compiler',
    ]);
    expect(validate({ ...printed, format: 2 })).toBe(false);
    expect(validate({ ...printed, more: 1 })).toBe(false);
  });

  it('says that the same module takes the same, however it was compiled', async () => {
    await runCli('compile', guest('traffic'), '-o', folder);
    const ahead = await report(join(folder, 'traffic.js'), '--board', 'rp2040');
    const now = await report(guest('traffic'), '--board', 'rp2040', '--engine', 'compiled');
    expect(now).toEqual(ahead);
  });

  it('ends with 10 when they do not fit', async () => {
    const { exitCode, stdout } = await runCli(
      'budget',
      guest('traffic'),
      '--board',
      'rp2040',
      '--instances',
      '400',
    );
    expect(exitCode).toBe(10);
    expect(stdout).toContain('They do NOT fit.');
  });

  it('says that recursion has no bound', async () => {
    const { modules } = await report(
      'bench/kernels/fib.wasm',
      '--board',
      'rp2040',
      '--engine',
      'compiled',
    );
    expect(modules[0]!.stack).toEqual({ recursion: 'unbounded', xsSlots: null });
  });

  it.each([
    [['nowhere.wasm', '--board', 'rp2040'], 2, 'cannot read nowhere.wasm'],
    [['package.json', '--board', 'rp2040'], 1, 'package.json is not a WebAssembly module'],
    [[guest('traffic')], 2, '--board'],
    [[guest('traffic'), '--board', 'nothing'], 2, 'no board is named "nothing"'],
    [[guest('traffic'), '--board', 'rp2040', '--instances', '-1'], 2, 'no whole number'],
  ])('refuses %j', async (args, code, message) => {
    const { exitCode, stderr } = await runCli('budget', ...args);
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(message)]);
  });
});

describe('wasmote budget --html', () => {
  it('writes a page, and prints the table as well', async () => {
    const path = join(folder, 'budget.html');
    const { exitCode, stdout } = await runCli('budget', ...TRAFFIC, '--html', path);
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('They fit.')]);
    expect(readFileSync(path, 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  });

  it('says when it cannot', async () => {
    const { exitCode, stderr } = await runCli(
      'budget',
      ...TRAFFIC,
      '--html',
      join(folder, 'none', 'x.html'),
    );
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is no such folder')]);
  });
});

describe('wasmote budget --check', () => {
  it('passes what has not changed, or became better', async () => {
    const now = await report(...TRAFFIC);
    expect(await runCli('budget', ...TRAFFIC, '--check', written(now))).toEqual({
      exitCode: 0,
      stdout: 'Within the budget.\n',
      stderr: '',
    });
    const roomy = written(now, (text) => text.replaceAll('"bytes":352,', '"bytes":368,'));
    const { exitCode, stdout } = await runCli('budget', ...TRAFFIC, '--check', roomy);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('+ traffic (wasm): RAM of an instance: 352 (better, −16)\n');
  });

  it('fails with a diff when a number got worse', async () => {
    const now = await report(...TRAFFIC);
    const rounds = now.total.rounds;
    const tight = written(now, (text) =>
      text
        .replaceAll('"bytes":352,', '"bytes":336,')
        .replace(`"rounds":${rounds}`, `"rounds":${rounds + 10}`),
    );
    expect(await runCli('budget', ...TRAFFIC, '--check', tight)).toEqual({
      exitCode: 1,
      stdout: `- traffic (wasm): RAM of an instance: 336
+ traffic (wasm): RAM of an instance: 352 (worse, +16)
- traffic (wasm): RAM of an instance at most: 336
+ traffic (wasm): RAM of an instance at most: 352 (worse, +16)
- in all: instances of each that fit: ${rounds + 10}
+ in all: instances of each that fit: ${rounds} (worse, −10)
3 numbers are worse than the budget.
`,
      stderr: '',
    });
  });

  it('counts a bound that is gone as worse', async () => {
    const now = await report('bench/kernels/fib.wasm', '--board', 'rp2040', '--engine', 'compiled');
    const bounded = written(now, (text) => text.replace('"xsSlots":null', '"xsSlots":300'));
    const { exitCode, stdout } = await runCli(
      'budget',
      'bench/kernels/fib.wasm',
      '--board',
      'rp2040',
      '--engine',
      'compiled',
      '--check',
      bounded,
    );
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('stack: no bound (worse)')]);
  });

  it.each([
    ['another board', ['--board', 'esp32', '--instances', '90']],
    ['another number of instances', ['--board', 'rp2040', '--instances', '91']],
  ])('refuses the budget of %s', async (_, args) => {
    const path = written(await report(...TRAFFIC));
    const { exitCode, stderr } = await runCli('budget', guest('traffic'), ...args, '--check', path);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('the budget is for rp2040, 90 instances'),
    ]);
  });

  it('refuses what is no budget', async () => {
    const path = join(folder, 'none.json');
    writeFileSync(path, '{"format":1}');
    const { exitCode, stderr } = await runCli('budget', ...TRAFFIC, '--check', path);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('is no report of "wasmote budget --json"'),
    ]);
  });
});
