/** Sums and products of 128 bits against BigInt, on both engines. */
import { describe, expect, it } from 'vitest';
import { Config, Engine, Instance, Module, Store, type Strategy } from '../../src/index.js';
import { Random } from '../../scripts/fuzz/random.js';
import { body, functionType, list, moduleOf, name, section } from '../binary/module-bytes.js';
import { SectionId } from '../../src/binary/section-id.js';
import { ValueType } from '../../src/types/value-type.js';

const I64 = ValueType.I64;
/** Of random bits, in which any of the four words may be zero or all ones; the same in every run. */
const random = new Random(1);
const word = (): bigint => BigInt(random.pick([random.bits(), random.bits(), 0, -1]) >>> 0);
const randomValue = (): bigint => BigInt.asIntN(64, (word() << 32n) | word());
const TRIES = 3000;

const VALUES = [
  0n,
  1n,
  -1n,
  0xffffffffn,
  0x100000000n,
  -0x100000000n,
  0x123456789abcdef0n,
  -0x123456789abcdef0n,
  0x7fffffffffffffffn,
  -0x8000000000000000n,
];

/** A module whose `f` gives its parameters to the instruction behind 0xfc. */
function moduleWith(instruction: number, params: number): Uint8Array {
  const operands = Array.from({ length: params }, (_, i) => [0x20, i]).flat();
  return moduleOf(
    section(SectionId.Type, list(functionType(Array(params).fill(I64), [I64, I64]))),
    section(SectionId.Function, list([0])),
    section(SectionId.Export, list([...name('f'), 0, 0])),
    section(SectionId.Code, list(body([], [...operands, 0xfc, instruction, 0x0b]))),
  );
}

const halves = (value: bigint): bigint[] => [
  BigInt.asIntN(64, value),
  BigInt.asIntN(64, value >> 64n),
];
const whole = (low: bigint, high: bigint): bigint => (high << 64n) + BigInt.asUintN(64, low);

describe.each<Strategy>(['interpreter', 'compiler'])('%s', (strategy) => {
  const functionOf = (instruction: number, params: number) => {
    const engine = new Engine(new Config().strategy(strategy));
    const module = new Module(engine, moduleWith(instruction, params));
    const instance = new Instance(new Store(engine), module, []);
    return (...args: bigint[]): unknown => instance.call('f', ...args);
  };

  it.each([
    [0x13, (a: bigint, b: bigint) => a + b],
    [0x14, (a: bigint, b: bigint) => a - b],
  ] as const)('sums, fc %i', (instruction, operate) => {
    const run = functionOf(instruction, 4);
    for (const a of VALUES)
      for (const b of VALUES)
        for (const c of VALUES) {
          const expected = operate(whole(a, b), whole(c, a));
          expect(run(a, b, c, a)).toEqual(halves(BigInt.asIntN(128, expected)));
        }
    for (let i = 0; i < TRIES; i++) {
      const [a, b, c, d] = [randomValue(), randomValue(), randomValue(), randomValue()];
      const expected = operate(whole(a, b), whole(c, d));
      expect(run(a, b, c, d)).toEqual(halves(BigInt.asIntN(128, expected)));
    }
  });

  it.each([
    [0x15, (a: bigint, b: bigint) => a * b],
    [0x16, (a: bigint, b: bigint) => BigInt.asUintN(64, a) * BigInt.asUintN(64, b)],
  ] as const)('products, fc %i', (instruction, operate) => {
    const run = functionOf(instruction, 2);
    for (const a of VALUES)
      for (const b of VALUES) {
        expect(run(a, b)).toEqual(halves(BigInt.asIntN(128, operate(a, b))));
      }
    for (let i = 0; i < TRIES; i++) {
      const [a, b] = [randomValue(), randomValue()];
      expect(run(a, b)).toEqual(halves(BigInt.asIntN(128, operate(a, b))));
    }
  });
});

it('can be switched off', () => {
  const engine = new Engine(new Config().wasmWideArithmetic(false));
  expect(() => new Module(engine, moduleWith(0x13, 4))).toThrow(
    'the wide-arithmetic feature is not enabled',
  );
});

it('is not in a program that does not import it', async () => {
  const url = new URL('../../dist/xs/wasmote.js', import.meta.url).href;
  const { Module, Engine } = (await import(
    /* @vite-ignore */ url
  )) as typeof import('../../src/index.js');
  expect(() => new Module(new Engine(), moduleWith(0x13, 4))).toThrow(
    "this program lacks wide-arithmetic: import 'wasmote/wide-arithmetic' adds it",
  );
});
