/** What was wrong once, on every engine that there is, and on Node's to be sure of what is expected. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { outcomesOf, readCase, type Case } from '../../scripts/fuzz/case.js';
import { roomy } from '../../scripts/fuzz/plan.js';
import { play } from '../../scripts/fuzz/play.js';
import { RIVALS, type Mode, type Rival } from '../../scripts/fuzz/rivals.js';
import { judge, trialOf, type Trial } from '../../scripts/fuzz/trial.js';
import { wasmoteEngine } from '../../scripts/fuzz/wasmote-engine.js';
import { describeOnXs } from '../simulator/support.js';

const folder = fileURLToPath(new URL('./', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.wat'))
  .sort();
const cases: (Case & { readonly name: string })[] = [];
for (const name of names) {
  cases.push({ name, ...(await readCase(readFileSync(folder + name, 'utf8'))) });
}

function trials(rival: Rival, mode: Mode, some: readonly Case[]): Trial[] {
  return some.flatMap(
    ({ bytes, plan }) => trialOf(bytes, rival, mode, mode === 'roomy' ? roomy(plan) : plan) ?? [],
  );
}

describe('the interpreter', () => {
  it.each(cases)('$name', ({ bytes, plan, outcomes }) => {
    expect(outcomes.length).toBeGreaterThan(0);
    for (const fueled of plan.fueled ? [true] : [true, false]) {
      expect(outcomesOf(play(wasmoteEngine(), bytes, { ...plan, fueled }))).toEqual(outcomes);
    }
  });
});

describe.each(RIVALS.filter(({ batch }) => batch === 1))('$name', (rival) => {
  it.each(cases)('$name', async (found) => {
    for (const mode of rival.modes) {
      expect(await judge(trials(rival, mode, [found]))).not.toContainEqual(expect.any(String));
    }
  });
});

describeOnXs.each(RIVALS.filter(({ batch }) => batch > 1))('$name', (rival) => {
  it.each(rival.modes)('does the same in all cases, %s', async (mode) => {
    const found = await judge(trials(rival, mode, cases));
    const wrong = found.map((difference, i) => difference && `${names[i]}: ${difference}`);
    expect(wrong.filter((difference) => difference !== undefined)).toEqual([]);
  });
});
