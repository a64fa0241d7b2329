import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { countInstructions, hasValgrind, totalOf } from '../../bench/shared/callgrind.js';
import { writeCache } from '../../bench/shared/paths.js';
import { mapParallel } from '../../bench/shared/pool.js';
import { loadPrograms } from '../../bench/shared/programs.js';
import { geometricMean, median } from '../../bench/shared/statistics.js';
import { describeOnXs32 } from '../simulator/support.js';

describe('statistics', () => {
  it('take the middle one, or the mean of two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([8, 1, 2, 100])).toBe(5);
    expect(median([])).toBeNaN();
  });

  it('take the mean of ratios so that its reciprocal is the mean of reciprocals', () => {
    expect(geometricMean([2, 8])).toBeCloseTo(4);
    expect(geometricMean([1 / 2, 1 / 8])).toBeCloseTo(1 / 4);
    expect(geometricMean([])).toBeNaN();
  });
});

describe('the pool', () => {
  it('keeps the order and the number at a time', async () => {
    let running = 0;
    let most = 0;
    const results = await mapParallel(
      [3, 1, 2, 0, 1],
      async (turns) => {
        most = Math.max(most, ++running);
        for (let i = 0; i < turns; i++) await setImmediate();
        running--;
        return turns * 10;
      },
      2,
    );
    expect(results).toEqual([30, 10, 20, 0, 10]);
    expect(most).toBe(2);
  });
});

describe('programs', () => {
  it.each([
    ['kernels', 8],
    ['programs', 3],
  ] as const)('of %s are all found', async (collection, count) => {
    const programs = await loadPrograms(collection);
    expect(programs).toHaveLength(count);
    for (const { file, javascript } of programs) {
      expect(readFileSync(file).readUInt32LE()).toBe(0x6d736100);
      expect(readFileSync(javascript, 'utf8')).toContain('export function run()');
    }
  });
});

describe('the total of a file of callgrind', () => {
  it('is its line of totals', () => {
    expect(totalOf('part: 2\nsummary: 12\n\nfn=(3)\n0 12\n\ntotals: 8778883\n')).toBe(8778883);
  });

  it('must be there', () => {
    expect(() => totalOf('part: 2\n')).toThrow('callgrind wrote no total');
  });
});

describeOnXs32('instructions between calls of the clock', () => {
  it('are counted, the same each time', async ({ skip }) => {
    skip(!(await hasValgrind()), 'valgrind is not installed');
    const app = await writeCache(
      'test/counted.js',
      "import Sim from 'sim';\n" +
        'const loop = (n) => { Sim.now(); for (; n > 0; n--); Sim.now(); };\n' +
        "for (const n of [1000, 1000, 2000]) loop(n);\ntrace('done');\n",
    );
    const { stdout, instructions } = await countInstructions({ app });
    expect(stdout).toBe('done');
    expect(instructions).toHaveLength(5);
    const [one, , again, , two] = instructions as [number, number, number, number, number];
    expect(again).toBe(one);
    expect(two / one).toBeGreaterThan(1.9);
    expect(two / one).toBeLessThan(2.1);
  });

  it('end with what the application says when it fails', async ({ skip }) => {
    skip(!(await hasValgrind()), 'valgrind is not installed');
    const app = await writeCache('test/failing.js', "throw new Error('no luck');\n");
    await expect(countInstructions({ app })).rejects.toThrow('no luck');
  });
});
