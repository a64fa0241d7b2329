import { describe, expect, it } from 'vitest';
import { readCase, caseText, outcomesOf } from '../../scripts/fuzz/case.js';
import { reduceFinding } from '../../scripts/fuzz/finding.js';
import { makePlan } from '../../scripts/fuzz/plan.js';
import { play } from '../../scripts/fuzz/play.js';
import { Random } from '../../scripts/fuzz/random.js';
import { reduceList } from '../../scripts/fuzz/reduce.js';
import { RIVALS, type Rival } from '../../scripts/fuzz/rivals.js';
import { join, split } from '../../scripts/fuzz/sections.js';
import { stackModule } from '../../scripts/fuzz/stack-module.js';
import { surfaceOf, surfaceOrNone } from '../../scripts/fuzz/surface.js';
import { judge, trialsOf } from '../../scripts/fuzz/trial.js';
import { wasmoteEngine } from '../../scripts/fuzz/wasmote-engine.js';
import { wat } from '../validation/wat.js';
import { lying } from './planted.js';

/** Takes every result 1234567 for a 0. */
const wrong = lying(wasmoteEngine(), (values) =>
  values.map((text) => (text === '1234567' ? '0' : text)),
);
const rival: Rival = {
  ...RIVALS.find(({ name }) => name === 'plain')!,
  play: async (works) => works.map(({ bytes, plan }) => play(wrong, bytes, plan)),
};

const MODULE = wat(`(module
  (import "host" "log" (func $log (param i32)))
  (memory (export "m") 1)
  (table funcref (elem $a $b))
  (global $g (export "g") (mut i32) (i32.const 3))
  (data (i32.const 4) "some bytes")
  (func $a (export "a") (param i32) (result i32)
    (call $log (local.get 0))
    (i32.store (i32.const 0) (local.get 0))
    (i32.add (local.get 0) (i32.const 1)))
  (func $b (export "b") (param i32 i64) (result i64 i32)
    (local i32)
    (local.set 2 (call $a (local.get 0)))
    (loop $l
      (global.set $g (i32.add (global.get $g) (local.get 2)))
      (br_if $l (local.tee 2 (i32.shr_u (local.get 2) (i32.const 1)))))
    (local.get 1)
    (i32.add (i32.const 1234560) (select (i32.const 7) (i32.const 9)
      (i32.eqz (i32.load8_u offset=100 (i32.const 0))))))
  (func (export "c") (result i32) (call $log (i32.const 5)) (i32.const 1)))`);

describe('a finding', () => {
  it('is reduced to one call of a small module', async () => {
    const [trial] = trialsOf(MODULE, [rival], 7);
    const [difference] = await judge([trial!]);
    expect(difference).toMatch('1234567');
    const reduced = await reduceFinding({
      trial: trial!,
      difference: difference!,
      name: 'test',
      command: '',
    });
    expect(reduced.difference).toMatch(/i32:1234567.* \/ .*i32:0/);
    expect(reduced.plan.rounds.flat().length).toBe(1);
    expect(reduced.bytes.length).toBeLessThan(60);
  });

  it('is written as a case that can be read again', async () => {
    for (const fueled of [true, false]) {
      const plan = { ...makePlan(surfaceOf(MODULE)!, new Random(3)), fueled, linked: true };
      const lines = play(wasmoteEngine(), MODULE, plan);
      const found = await readCase(await caseText(MODULE, plan, lines, ['A remark: f() = i32:1']));
      expect(found.plan).toEqual({ ...plan, rounds: [plan.rounds.flat()] });
      expect(found.outcomes).toEqual(outcomesOf(lines));
      expect(outcomesOf(play(wasmoteEngine(), found.bytes, found.plan))).toEqual(found.outcomes);
    }
  });

  it('may be that engines do not agree on what is valid', async () => {
    const bytes = MODULE.slice(0, -3);
    const plan = makePlan(surfaceOrNone(bytes), new Random(1));
    const text = await caseText(bytes, plan, ['invalid'], []);
    expect((await readCase(text)).bytes).toEqual(bytes);
  });
});

describe('reducing', () => {
  it('leaves what is needed of a list', async () => {
    const list = Array.from({ length: 50 }, (_, i) => i);
    const needs = async (some: readonly number[]) => some.includes(7) && some.includes(31);
    expect(await reduceList(list, needs)).toEqual([7, 31]);
  });

  it('puts together what it took apart', () => {
    for (let seed = 0; seed < 20; seed++) {
      const bytes = stackModule(new Random(seed), true);
      expect(join(split(bytes))).toEqual(bytes);
    }
  });
});
