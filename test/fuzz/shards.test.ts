import { expect, it } from 'vitest';
import { Fuzzer } from '../../scripts/fuzz/fuzzer.js';
import { RIVALS } from '../../scripts/fuzz/rivals.js';
import { runShards } from '../../scripts/fuzz/shards.js';
import { sum, totalsText } from '../../scripts/fuzz/totals.js';

/** More than one process takes at a time. */
const RUNS = 100;

it('processes share the modules', async () => {
  const alone = await new Fuzzer({
    runs: RUNS,
    minutes: Infinity,
    seed: 1,
    from: 3,
    sources: ['stack', 'stack*'],
    rivals: RIVALS.filter(({ name }) => name === 'plain'),
    keep: false,
    first: false,
    brief: false,
    shard: 0,
    shards: 1,
    onProgress() {},
  }).run();
  const args = ['--runs', String(RUNS), '--from', '3', '--source', 'stack,stack*'];
  const shared = await runShards(2, [...args, '--only', 'plain'], () => {});
  const counted = ({ modules, calls, differences }: typeof alone) => [modules, calls, differences];
  expect(counted(shared)).toEqual(counted(alone));
  expect(shared.rivals['plain']!.runs).toBe(alone.rivals['plain']!.runs);
  expect(alone.modules).toBeGreaterThan(RUNS / 2);
});

it('a process that fails fails the run', async () => {
  await expect(runShards(1, ['--runs', 'many'], () => {})).rejects.toThrow(/ended with 2/);
});

it('totals add up', () => {
  const one = { modules: 3, invalid: 1, calls: 5, differences: 1 };
  const both = sum([
    { ...one, rivals: { node: { runs: 3, milliseconds: 1500 } } },
    { ...one, rivals: { node: { runs: 2, milliseconds: 500 }, xs: { runs: 1, milliseconds: 1 } } },
  ]);
  expect(totalsText(both).split('\n')).toEqual([
    'node: 5 runs, 2.0 s',
    'xs: 1 runs, 0.0 s',
    'beside 2 modules that all engines found invalid:',
    '6 modules, 10 calls, 2 differences',
  ]);
});
