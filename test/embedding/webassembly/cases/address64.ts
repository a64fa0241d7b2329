/** https://webassembly.github.io/spec/js-api/#addressvaluetou64 */
import { type Case, type Cases, casesOf } from './case.js';
import { same, throws } from './check.js';

const PAGE = 65536;

/** What is a BigInt of u64, and which. */
const BIGINTS: readonly (readonly [unknown, bigint])[] = [
  [1n, 1n],
  ['2', 2n],
  ['', 0n],
  [true, 1n],
  [[1n], 1n],
  [{ valueOf: () => 1n, toString: () => '3' }, 1n],
  [{ valueOf: () => '1' }, 1n],
  [Object(2n), 2n],
];

const NO_BIGINTS: readonly unknown[] = [
  0,
  1.5,
  -0,
  null,
  Symbol('s'),
  -1n,
  '-1',
  2n ** 64n,
  -(2n ** 64n),
  2n ** 128n,
  '18446744073709551616',
  { valueOf: () => 1 },
  Object(1),
];

const memoryOf = (api: any, initial: unknown, maximum?: unknown): any =>
  new api.Memory({ initial, maximum, address: 'i64' });
const tableOf = (api: any, initial: unknown, maximum?: unknown): any =>
  new api.Table({ element: 'anyfunc', initial, maximum, address: 'i64' });

const V8 = 'knows no 64-bit addresses';

const withReason = (cases: Readonly<Record<string, Case['run']>>): Cases =>
  Object.fromEntries(Object.entries(cases).map(([name, run]) => [name, { run, v8: V8 }]));

const MEMORY = withReason({
  'has sizes that are BigInts, or become some': (api) => {
    for (const [given, size] of BIGINTS) {
      same(memoryOf(api, given).buffer.byteLength, Number(size) * PAGE);
      const memory = memoryOf(api, 0n, given);
      same(memory.grow(size), 0n);
      throws(RangeError, () => memory.grow(1n));
      same(memoryOf(api, 2n).grow(given), 2n);
    }
    same(new api.Memory({ initial: 1n, address: { toString: () => 'i64' } }).grow(0n), 1n);
  },
  'refuses what is no u64 with a TypeError, and of maxima undefined alone not': (api) => {
    const memory = memoryOf(api, 0n, undefined);
    for (const value of [...NO_BIGINTS, undefined]) {
      throws(TypeError, () => memoryOf(api, value));
      if (value !== undefined) throws(TypeError, () => memoryOf(api, 0n, value));
      throws(TypeError, () => memory.grow(value));
    }
    for (const value of ['x', '1.5', {}]) throws(SyntaxError, () => memoryOf(api, value));
  },
  'refuses sizes beyond 2^64 bytes, or beyond what there is': (api) => {
    throws(RangeError, () => memoryOf(api, 0n, 2n ** 48n + 1n));
    throws(RangeError, () => memoryOf(api, 2n, 1n));
    throws(RangeError, () => memoryOf(api, 2n ** 48n));
    const memory = memoryOf(api, 0n, 2n ** 48n);
    for (const delta of [2n ** 47n, 2n ** 63n, 2n ** 64n - 1n]) {
      throws(RangeError, () => memory.grow(delta));
    }
    same(memory.grow(1n), 0n);
    same(memory.buffer.byteLength, PAGE);
  },
  'detaches its buffer when it grows': (api) => {
    const memory = memoryOf(api, 1n);
    const { buffer } = memory;
    same(memory.grow(1n), 1n);
    same([buffer.byteLength, memory.buffer.byteLength], [0, 2 * PAGE]);
  },
});

const TABLE = withReason({
  'has a length, indices and growth that are BigInts': (api) => {
    const table = tableOf(api, 2n, 2n ** 64n - 1n);
    same([table.length, table.grow(1n), table.length], [2n, 2n, 3n]);
    same([table.get(0n), table.get('2'), table.set(true)], [null, null, undefined]);
  },
  'refuses what is no u64 with a TypeError': (api) => {
    const table = tableOf(api, 2n);
    for (const value of [...NO_BIGINTS, undefined]) {
      throws(TypeError, () => tableOf(api, value));
      if (value !== undefined) throws(TypeError, () => tableOf(api, 0n, value));
      throws(TypeError, () => table.get(value));
      throws(TypeError, () => table.set(value, null));
      throws(TypeError, () => table.grow(value));
    }
  },
  'refuses indices and sizes beyond its end with a RangeError': (api) => {
    const table = tableOf(api, 2n, 3n);
    for (const index of [2n, 2n ** 32n, 2n ** 64n - 1n]) {
      throws(RangeError, () => table.get(index));
      throws(RangeError, () => table.set(index, null));
      throws(RangeError, () => table.grow(index));
    }
    throws(RangeError, () => tableOf(api, 2n ** 32n));
    throws(RangeError, () => tableOf(api, 2n ** 64n - 1n, 2n ** 64n - 2n));
    same(table.length, 2n);
  },
});

export const ADDRESS64_CASES: readonly Case[] = [
  ...casesOf('a 64-bit memory', MEMORY),
  ...casesOf('a 64-bit table', TABLE),
];
