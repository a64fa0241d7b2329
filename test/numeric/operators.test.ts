/**
 * Every number operator on every pair of awkward values, against Node's own WebAssembly. Floats
 * travel as their bits, so that signs of zeros and NaNs count; only a NaN's payload is its own affair.
 */
import { describe, expect, it } from 'vitest';
import { Engine, Instance, Module, Store } from '../../src/index.js';
import { OPCODES } from '../../src/opcodes/table.js';
import { wat } from '../validation/wat.js';

type Bits = number | bigint;

const I32: readonly Bits[] = [
  0, 1, -1, 2, 7, 31, 32, 33, 0xff, 0x8000, 0xffff, 0x10000, 0x12345678, 0x7fffffff, -0x80000000,
  -0x7fffffff, -2, -32,
];
const I64: readonly Bits[] = [
  0n,
  1n,
  -1n,
  2n,
  31n,
  32n,
  63n,
  64n,
  65n,
  0xffffffffn,
  0x100000000n,
  -0x100000000n,
  0x1fffffffffffffn,
  0x20000000000001n,
  0x0123456789abcdefn,
  0x7fffffffffffffffn,
  -0x8000000000000000n,
  -0x7fffffffffffffffn,
  10n,
  -10n,
];
const FLOATS = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  0.49999999999999994,
  4503599627370495.5,
  1e-45,
  5e-324,
  3.4028234663852886e38,
  1.7976931348623157e308,
  2147483647,
  2147483648,
  -2147483648,
  -2147483649,
  4294967295,
  4294967296,
  9223372036854775807,
  9223371487098961920,
  -9223372036854775808,
  18446744073709551615,
  18446742974197923840,
  16777217,
  Infinity,
  -Infinity,
  NaN,
  Math.PI,
];
const scratch = new DataView(new ArrayBuffer(8));
const F32: readonly Bits[] = FLOATS.map((x) => (scratch.setFloat32(0, x), scratch.getInt32(0)));
const F64: readonly Bits[] = FLOATS.map((x) => (scratch.setFloat64(0, x), scratch.getBigInt64(0)));

interface Kind {
  readonly bits: 'i32' | 'i64';
  readonly values: readonly Bits[];
  /** Text that makes the value of its bits, and back. */
  readonly of: (text: string) => string;
  readonly to: (text: string) => string;
}
const KINDS: Readonly<Record<string, Kind>> = {
  i: { bits: 'i32', values: I32, of: (x) => x, to: (x) => x },
  l: { bits: 'i64', values: I64, of: (x) => x, to: (x) => x },
  f: {
    bits: 'i32',
    values: F32,
    of: (x) => `(f32.reinterpret_i32 ${x})`,
    to: (x) => `(i32.reinterpret_f32 ${x})`,
  },
  d: {
    bits: 'i64',
    values: F64,
    of: (x) => `(f64.reinterpret_i64 ${x})`,
    to: (x) => `(i64.reinterpret_f64 ${x})`,
  },
};

const OPERATORS = Object.values(OPCODES).filter(
  ({ mnemonic, signature }) =>
    /^[ilfd]{1,2}:[ilfd]$/.test(signature) && !/load|grow/.test(mnemonic),
);

function isNaNBits(kind: string, value: Bits): boolean {
  if (kind === 'f') return (Number(value) & 0x7fffffff) > 0x7f800000;
  return kind === 'd' && (BigInt(value) & 0x7fffffffffffffffn) > 0x7ff0000000000000n;
}

function outcome(result: string, call: () => unknown): string {
  try {
    const value = call() as Bits;
    return isNaNBits(result, value) ? 'NaN' : String(value);
  } catch {
    return 'trap';
  }
}

describe('number operators', () => {
  it('are all here', () => expect(OPERATORS.length).toBeGreaterThan(130));

  it.each(OPERATORS.map(({ mnemonic, signature }) => [mnemonic, signature] as const))(
    '%s is as in Node',
    (mnemonic, signature) => {
      const [operands, result] = signature.split(':') as [string, string];
      const kinds = [...operands].map((letter) => KINDS[letter]!);
      const params = kinds.map(({ bits }) => bits).join(' ');
      const args = kinds.map(({ of }, i) => of(`(local.get ${i})`)).join(' ');
      const { bits, to } = KINDS[result]!;
      const bytes = wat(
        `(module (func (export "f") (param ${params}) (result ${bits}) ${to(`(${mnemonic} ${args})`)}))`,
      );
      const engine = new Engine();
      const ours = new Instance(new Store(engine), new Module(engine, bytes)).getFunc('f')!;
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
      const native = exports['f'] as (...given: Bits[]) => unknown;
      const seconds = kinds[1]?.values ?? [undefined];
      for (const x of kinds[0]!.values) {
        for (const y of seconds) {
          const given = y === undefined ? [x] : [x, y];
          const mine = outcome(result, () => ours.call(...given));
          const theirs = outcome(result, () => native(...given));
          if (mine !== theirs) expect([given, mine]).toEqual([given, theirs]);
        }
      }
    },
  );
});
