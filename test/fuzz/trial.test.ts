/** The fuzzer on a few modules, and whether it would notice an engine that is wrong. */
import { describe, expect, it } from 'vitest';
import { randomModule } from '../../scripts/fuzz/generate.js';
import { nodeEngine } from '../../scripts/fuzz/node-engine.js';
import { play } from '../../scripts/fuzz/play.js';
import { Random, seedOf } from '../../scripts/fuzz/random.js';
import { RIVALS, type Mode, type Rival } from '../../scripts/fuzz/rivals.js';
import { stackModule } from '../../scripts/fuzz/stack-module.js';
import { judge, trialsOf } from '../../scripts/fuzz/trial.js';
import { lying } from './planted.js';

const MODULES = 30;

/** One after the other: binaryen's program is one. */
const modules: Uint8Array[] = [];
for (let k = 0; k < MODULES; k++) {
  const random = new Random(seedOf(1, k));
  const bytes = k % 2 === 0 ? await randomModule(random) : stackModule(random, false);
  if (bytes !== undefined) modules.push(bytes);
}

/** What a rival does otherwise than the reference. */
async function differences(rival: Rival): Promise<string[]> {
  const found: string[] = [];
  for (const [k, bytes] of modules.entries()) {
    for (const trial of trialsOf(bytes, [rival], seedOf(1, k))) {
      const [difference] = await judge([trial]);
      if (difference !== undefined) found.push(difference);
    }
  }
  return found;
}

const inProcess = RIVALS.filter(({ batch }) => batch === 1);
const ahead = RIVALS.find(({ name }) => name === 'ahead')!;
const node = RIVALS.find(({ name }) => name === 'node')!;

describe('random modules', () => {
  it.each(inProcess)('behave alike in $name', async (rival) => {
    expect(await differences(rival)).toEqual([]);
  });

  it('find an engine that is wrong', async () => {
    const wrong = lying(nodeEngine, (values) => values.map((text) => text.replaceAll('1', '2')));
    const found = await differences({
      ...node,
      play: async (works) => works.map(({ bytes, plan }) => play(wrong, bytes, plan)),
    });
    expect(found.length).toBeGreaterThan(MODULES / 10);
  });

  /** With slots for a small frame or two. */
  const exhausted = (mode: Mode): Rival => ({
    ...ahead,
    modes: [mode],
    play: (works) =>
      ahead.play(works.map(({ bytes, plan }) => ({ bytes, plan: { ...plan, stackSlots: 170 } }))),
  });

  it('may run out of stack elsewhere', async () => {
    expect(await differences(exhausted('tight'))).toEqual([]);
  });

  it('find an engine that runs out of stack without need', async () => {
    expect((await differences(exhausted('roomy'))).length).toBeGreaterThan(MODULES / 10);
  });
});
