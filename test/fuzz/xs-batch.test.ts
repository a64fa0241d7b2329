import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { expect, it } from 'vitest';
import { makePlan } from '../../scripts/fuzz/plan.js';
import { INTERNAL_ERROR, play } from '../../scripts/fuzz/play.js';
import { Random, seedOf } from '../../scripts/fuzz/random.js';
import { RIVALS } from '../../scripts/fuzz/rivals.js';
import { stackModule } from '../../scripts/fuzz/stack-module.js';
import { surfaceOf } from '../../scripts/fuzz/surface.js';
import { judge, trialsOf } from '../../scripts/fuzz/trial.js';
import { wasmoteEngine } from '../../scripts/fuzz/wasmote-engine.js';
import { playOnXs, type Work } from '../../scripts/fuzz/xs-batch.js';
import { describeOnXs } from '../simulator/support.js';
import { wat } from '../validation/wat.js';

function work(text: string): Work {
  const bytes = wat(`(module ${text})`);
  return { bytes, plan: makePlan(surfaceOf(bytes)!, new Random(1)) };
}

const ADD = work(`(memory (export "m") 1)
  (func (export "add") (param f64 i64) (result f64 i64)
    (i64.store (i32.const 8) (local.get 1))
    (f64.add (local.get 0) (f64.const 0.1)) (i64.add (local.get 1) (i64.const 1)))`);
/** Sixteen pages, more than the machine below has. */
const LARGE = work(`(memory (export "m") 16) (func (export "f"))`);

const SMALL = {
  staticBytes: 0,
  chunkBytes: 600_000,
  chunkIncrementBytes: 0,
  slotCount: 20_000,
  slotIncrement: 0,
  stackSlots: 2000,
  keyCount: 512,
  keyIncrement: 64,
  nameModulo: 53,
  symbolModulo: 3,
  parserBufferBytes: 1024,
  parserTableModulo: 17,
};

describeOnXs('a batch on XS', () => {
  it('tells what Node tells', async () => {
    const told = await playOnXs('interpreter', [ADD, LARGE, ADD]);
    const onNode = [ADD, LARGE, ADD].map(({ bytes, plan }) => play(wasmoteEngine(), bytes, plan));
    expect(told).toEqual(onNode);
    expect(told[0]!.length).toBeGreaterThan(3);
  });

  it('finds out at which module XS aborts, and goes on behind it', async () => {
    const told = await playOnXs('interpreter', [ADD, ADD, LARGE, ADD, LARGE], SMALL);
    const expected = play(wasmoteEngine(), ADD.bytes, ADD.plan);
    expect([told[0], told[1], told[3]]).toEqual([expected, expected, expected]);
    for (const [line] of [told[2]!, told[4]!]) {
      expect(line).toMatch(`${INTERNAL_ERROR}XS ended with 10 (memoryFull)`);
    }
  });

  it.each(RIVALS.filter(({ batch }) => batch > 1))('behaves as Node: $name', async (rival) => {
    const trials = Array.from({ length: 16 }, (_, k) => seedOf(2, k)).flatMap((seed) =>
      trialsOf(stackModule(new Random(seed), true), [rival], seed),
    );
    expect(trials.length).toBeGreaterThan(10);
    expect(await judge(trials)).toEqual(trials.map(() => undefined));
  });

  it('names types that modules define', async () => {
    const text = `(type $pair (struct (field i32)))
      (import "m" "f" (func (param (ref null $pair)) (result anyref)))
      (global (export "g") (ref null $pair) (struct.new $pair (i32.const 1)))
      (table (export "t") 2 (ref null $pair))
      (tag $tag (param i64 anyref))
      (func (export "f0") (param i32) (result anyref)
        (call 0 (struct.new $pair (local.get 0))))
      (func (export "f1") (param i31ref)
        (throw $tag (i64.const -1) (local.get 0)))`;
    const bytes = await parse(`(module ${text})`);
    const typed = { bytes, plan: makePlan(surfaceOf(bytes)!, new Random(1)) };
    const told = play(wasmoteEngine(), typed.bytes, typed.plan);
    expect(told.join()).toMatch(/variable g: object.*variable t: null,null/);
    expect(told.join()).toMatch(/host f\(object\).*any\):i31:.*exception\/-1,/);
    expect(await playOnXs('interpreter', [typed])).toEqual([told]);
  });
});
