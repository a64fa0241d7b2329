import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ENGINES } from '../../bench/compare/engines.js';
import { meanRatio, ratio, type Row, type Sheet } from '../../bench/compare/figures.js';
import { readAnswers } from '../../bench/compare/job.js';
import { check, countRuns, measureTimes } from '../../bench/compare/measure.js';
import { reasonOf } from '../../bench/compare/platforms.js';
import {
  sheetMarkdown,
  sheetText,
  verdictsMarkdown,
  verdictsText,
} from '../../bench/compare/text.js';
import { verdicts } from '../../bench/compare/verdict.js';
import { widenMemory } from '../../bench/compare/wide-memory.js';
import { hasValgrind } from '../../bench/shared/callgrind.js';
import { loadPrograms } from '../../bench/shared/programs.js';
import { memoryOf } from '../examples/module-shape.js';
import { describeOnXs32 } from '../simulator/support.js';

const row = (program: string, figures: Row['figures'], collection: Row['collection'] = 'kernels') =>
  ({ program, collection, figures }) satisfies Row;
const sheetOf = (...rows: Row[]): Sheet => ({ platform: 'xs', unit: 'instructions', rows });

const met = sheetOf(
  row('a', { interpreter: 8000, compiled: 400, wasm2js: 1000, javascript: 800 }),
  row('b', { interpreter: 8000, compiled: 700, wasm2js: 500, javascript: 1000 }),
  row('c', { interpreter: 1, compiled: 9999, wasm2js: 1, javascript: 1 }, 'programs'),
);
const kept = (sheet: Sheet): boolean[] => verdicts(sheet).map((verdict) => verdict.kept);
/** The rows of `met`, with another one for b. */
const withB = (figures: Row['figures']): Sheet =>
  sheetOf(met.rows[0]!, row('b', { ...met.rows[1]!.figures, ...figures }));

describe('ratios', () => {
  it('are of figures, not of reasons', () => {
    const one = row('a', { wasm2js: 500, polywasm: 'memory full', javascript: 250 });
    expect(ratio(one, 'javascript', 'wasm2js')).toBe(0.5);
    expect(ratio(one, 'polywasm', 'wasm2js')).toBeUndefined();
    expect(ratio(one, 'nothing', 'wasm2js')).toBeUndefined();
  });

  it('have a mean over a collection where none is missing', () => {
    expect(meanRatio(met, 'kernels', 'compiled', 'wasm2js')).toBeCloseTo(Math.sqrt(0.4 * 1.4));
    expect(meanRatio(met, 'programs', 'compiled', 'wasm2js')).toBeCloseTo(9999);
    expect(meanRatio(withB({ wasm2js: 'no' }), 'kernels', 'compiled', 'wasm2js')).toBeUndefined();
    expect(meanRatio(sheetOf(), 'kernels', 'compiled', 'wasm2js')).toBeUndefined();
  });
});

describe('the verdict', () => {
  it('is about kernels only', () => {
    expect(kept(met)).toEqual([true, true, true, true]);
  });

  it('misses what is above a limit', () => {
    // 0.4 and 2.6 have a mean above 1, 0.5 and 1.3 one below 0.85
    expect(kept(withB({ compiled: 1300 }))).toEqual([false, true, false, true]);
    expect(kept(withB({ compiled: 710 }))).toEqual([true, true, false, true]);
    expect(kept(withB({ javascript: 400 }))).toEqual([true, false, true, true]);
    expect(kept(withB({ interpreter: 40_000 }))).toEqual([true, true, true, false]);
  });

  it('misses what was not measured', () => {
    expect(kept(withB({ compiled: 'stack overflow' }))).toEqual([false, false, false, false]);
    expect(kept(sheetOf())).toEqual([false, false, false, false]);
  });

  it('says by what it judges', () => {
    expect(verdictsText(verdicts(met), met)).toContain('Judged by machine instructions');
    const times: Sheet = { ...met, unit: 'ns' };
    expect(verdictsText(verdicts(times), times)).toContain('valgrind');
    expect(verdictsText(verdicts(withB({ compiled: 'no' })), met)).toContain('MISSED');
    expect(verdictsMarkdown(verdicts(met)).split('\n')[4]).toBe(
      '| compiled / wasm2js -O2, worst kernel, at most | 1.400 | 1.4 | kept |',
    );
  });
});

describe('the table', () => {
  const sheet = sheetOf(
    row('a', { interpreter: 20e6, wasm2js: 1e6, javascript: 1.25e6, polywasm: 5e5 }),
    row('b', { interpreter: 4.5e6, wasm2js: 1e6, javascript: 8e5, polywasm: 'memory full' }),
  );
  const FEW = ENGINES.filter(({ name }) =>
    ['interpreter', 'wasm2js', 'polywasm', 'javascript'].includes(name),
  );
  const platforms = { xs: 'XS', node: 'Node' };

  it('has ratios, means, and reasons instead of ratios', () => {
    const text = sheetText(sheet, FEW, platforms);
    const cells = text
      .split('\n')
      .filter((line) => line.startsWith('│'))
      .map((line) => line.split('│').map((cell) => cell.trim()));
    const column = (title: string): string[] => {
      const index = cells[0]!.indexOf(title);
      return cells.slice(1).map((line) => line[index]!);
    };
    expect(column('XS: machine instructions')).toEqual(['a', 'b', 'geometric mean of the kernels']);
    expect(column('wasm2js -O2, thousands')).toEqual(['1000', '1000', '']);
    expect(column('interpreter /')).toEqual(['20.0', '4.50', '9.49']);
    expect(column('JavaScript /')).toEqual(['1.25', '0.80', '1.00']);
    expect(column('polywasm /')).toEqual(['0.50', 'fails: memory full', '']);
  });

  it('breaks long reasons into lines', () => {
    const reason = 'out of memory for a reason that nobody has time to read';
    const text = sheetText(sheetOf(row('a', { polywasm: reason })), FEW, platforms);
    expect(text).toContain('fails: out of memory for');
    expect(text).not.toContain('memory for a reason');
  });

  it('is there for README.md', () => {
    const lines = sheetMarkdown({ ...sheet, unit: 'ns' }, FEW, platforms).split('\n');
    expect(lines[0]).toBe(
      '| XS: time, medians | wasm2js -O2, us | interpreter / | polywasm / | JavaScript / |',
    );
    expect(lines[3]).toBe('| b | 1000 | 4.50 | fails: memory full | 0.80 |');
  });
});

describe('an application', () => {
  it('answers in lines of JSON', () => {
    expect(readAnswers('{"engine":"a","ns":[1,2]}\n{"engine":"b"}\n')).toEqual([
      { engine: 'a', ns: [1, 2] },
      { engine: 'b' },
    ]);
  });

  it('says why it failed', () => {
    expect(reasonOf('xs: memory full\nat somewhere\n')).toBe('memory full');
    expect(reasonOf('file:///x.mjs:3\n  boom()\n\nTypeError: no\n    at x\n')).toBe(
      'TypeError: no',
    );
    expect(reasonOf('')).toBe('ends without a word');
  });
});

describe('a module for engines without custom page sizes', () => {
  it('has one page of 64 KiB, or no memory as before', async () => {
    const kernels = await loadPrograms('kernels');
    const wide = (name: string): Uint8Array =>
      widenMemory(readFileSync(kernels.find((one) => one.name === name)!.file));
    expect(memoryOf(wide('crc32'))).toEqual({ minimum: 1, maximum: undefined, pageSizeLog2: 16 });
    expect(memoryOf(wide('fib'))).toBeUndefined();
  });
});

const QUICK = { rounds: 2, batchNs: 1e5 };
const chosen = async () => [
  (await loadPrograms('kernels'))[0]!,
  (await loadPrograms('programs')).find(({ name }) => name === 'vm')!,
];

describe('on Node', () => {
  it('every engine runs', async () => {
    const checked = await check(await chosen(), ENGINES, 'node');
    expect(checked.map(({ reasons }) => reasons)).toEqual([{}, {}]);
    const { rows } = await measureTimes(checked, ENGINES, 'node', QUICK, () => undefined);
    for (const { figures } of rows)
      for (const { name } of ENGINES) expect(figures[name]).toBeGreaterThan(0);
  });

  it('an engine that fails says why, and the others are measured', async () => {
    const broken = { ...ENGINES[0]!, name: 'broken' };
    const wasm2js = ENGINES.find(({ name }) => name === 'wasm2js');
    const [vm] = (await chosen()).slice(1);
    const wrong = { ...vm!, checksum: 1 };
    const [{ reasons }] = (await check([wrong], [wasm2js!, broken], 'node')) as [any];
    expect(reasons['wasm2js']).toBe('answers 255721905');
    expect(reasons['broken']).toMatch(/engines\/broken\.js/);
  });
});

describeOnXs32('on XS', () => {
  it('every engine runs and is counted', async ({ skip }) => {
    const checked = await check((await chosen()).slice(0, 1), ENGINES, 'xs');
    expect(checked.map(({ reasons }) => reasons)).toEqual([{}]);
    skip(!(await hasValgrind()), 'valgrind is not installed');
    const { rows } = await countRuns(checked, ENGINES, () => undefined);
    for (const { figures } of rows) {
      for (const { name } of ENGINES) expect(figures[name]).toBeGreaterThan(1e5);
      expect(figures['interpreter']).toBeGreaterThan(5 * (figures['wasm2js'] as number));
    }
  });
});
