/** The fuzzer on a few modules, and whether it would notice an engine that is wrong. */
import { describe, expect, it } from 'vitest';
import { compare } from '../../scripts/fuzz/compare.js';
import type { Engine, Outcome, Session } from '../../scripts/fuzz/engine.js';
import { randomModule } from '../../scripts/fuzz/generate.js';
import { nodeEngine } from '../../scripts/fuzz/node-engine.js';
import { Random, seedOf } from '../../scripts/fuzz/random.js';
import { signaturesOf, wasmoteEngine } from '../../scripts/fuzz/wasmote-engine.js';

const MODULES = 40;

/** Node's engine, but each digit 1 in what functions return becomes a 2. */
const lying: Engine = {
  name: 'lying',
  lacks: () => false,
  load(bytes) {
    const session = nodeEngine.load(bytes);
    if (session === undefined) return undefined;
    return new Proxy(session, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name !== 'call') return typeof value === 'function' ? value.bind(target) : value;
        return (...args: Parameters<Session['call']>): Outcome => {
          const outcome = target.call(...args);
          return outcome.kind === 'results'
            ? { kind: 'results', values: outcome.values.map((v) => v.replaceAll('1', '2')) }
            : outcome;
        };
      },
    });
  },
};

/** One after the other: binaryen's program is one. */
const valid: Uint8Array[] = [];
for (let k = 0; k < MODULES; k++) {
  const bytes = await randomModule(new Random(seedOf(1, k)));
  if (bytes !== undefined) valid.push(bytes);
}

describe('random modules', () => {
  it('are made', () => expect(valid.length).toBeGreaterThan(MODULES / 2));

  it.each([true, false])('behave as in Node, with fuel: %s', (fuel) => {
    const found = valid.map((bytes, k) =>
      compare(bytes, signaturesOf(bytes), wasmoteEngine(fuel), nodeEngine, seedOf(1, k)),
    );
    expect(found.filter((difference) => difference !== undefined)).toEqual([]);
  });

  it('find an engine that is wrong', () => {
    const found = valid.map((bytes, k) =>
      compare(bytes, signaturesOf(bytes), wasmoteEngine(), lying, seedOf(1, k)),
    );
    expect(found.filter((difference) => difference !== undefined).length).toBeGreaterThan(3);
  });
});
