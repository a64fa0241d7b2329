import { beforeAll, describe, expect, it } from 'vitest';
import { MEASURED, source } from '../../bench/sharing/cases.js';
import { benchPath, writeCache } from '../../bench/shared/paths.js';
import { runOnXs } from '../../src/simulator/index.js';
import { describeOnXs } from '../simulator/support.js';

let file: string;
beforeAll(async () => {
  file = await writeCache('test/ways.mjs', source());
});

describe('the ways to share compiled code', () => {
  it('all run, and recursion gives the number', async () => {
    const { runs, setUp } = await import(file);
    setUp();
    expect(runs).toHaveLength(MEASURED.length);
    runs.forEach((run: () => unknown, i: number) => {
      const recursive = MEASURED[i]!.group.includes('fib');
      expect(run(), MEASURED[i]!.title).toBe(recursive ? 610 : 8);
    });
  });

  it('have titles of their own', () => {
    const titles = MEASURED.map(({ group, title }) => `${group}: ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describeOnXs('the ways to share compiled code, preloaded on XS', () => {
  it('all run and take time', async () => {
    const { stdout, stderr } = await runOnXs({
      app: benchPath('sharing/app.js'),
      modules: { ways: file },
      preload: ['ways'],
      argv: ['1'],
    });
    expect(stderr).toBe('');
    const times = JSON.parse(stdout) as number[];
    expect(times).toHaveLength(MEASURED.length);
    expect(Math.min(...times)).toBeGreaterThan(0);
  });
});
