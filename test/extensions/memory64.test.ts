/** Memories with 64-bit addresses, on both engines. */
import v8 from 'node:v8';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { Instance, Module, Store } from '../../src/index.js';
import { OPCODES } from '../../src/opcodes/table.js';
import { engineOf, instantiate, OUT, STRATEGIES } from './memory64.js';

/** What happens, as text: a result, or the message of what is thrown. */
function outcome(run: () => unknown): string {
  try {
    return String(run());
  } catch (error) {
    return (error as Error).message.replace(/^.*out of bounds.*$/, 'out of bounds');
  }
}

/** The bytes of a memory, as something that is quickly compared. */
const contents = (instance: Instance): string =>
  Buffer.from(instance.getMemory('m')!.buffer).toString('latin1');

const ACCESSES = Object.values(OPCODES)
  .map(({ mnemonic }) => mnemonic)
  .filter((mnemonic) => /\.(load|store)/.test(mnemonic));

/** A memory in which every byte is another, `f`, which accesses it, and `at`, which reads a byte. */
function accessing(mnemonic: string, address: 'i32' | 'i64', offset = 0n, memory = '1'): string {
  const bytes = Array.from({ length: 48 }, (_, i) => `\\${(i + 0x81).toString(16)}`).join('');
  const type = mnemonic.slice(0, 3);
  const access = mnemonic.includes('load')
    ? `(func (export "f") (param ${address}) (result ${type})
        (${mnemonic} offset=${offset} (local.get 0)))`
    : `(func (export "f") (param ${address})
        (${mnemonic} offset=${offset} (local.get 0) (${type}.const 77)))`;
  return `(memory (export "m") ${address} ${memory}) (data (${address}.const 0) "${bytes}") ${access}
    (func (export "at") (param ${address}) (result i32) (i32.load8_u (local.get 0)))`;
}

/** Beside ends of memories and of halves; as numbers of 64 bits, the last ones are negative. */
const EDGES = [
  0n,
  1n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 8n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 32n + 1n,
  2n ** 33n,
  2n ** 33n + 5n,
  2n ** 48n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 2n ** 32n,
  2n ** 64n - 65536n,
  2n ** 64n - 8n,
  2n ** 64n - 1n,
];

describe.each(STRATEGIES)('%s: an access', (strategy) => {
  it.each(ACCESSES)(
    '%s is the one of a 32-bit memory where that is in bounds',
    async (mnemonic) => {
      const wide = await instantiate(strategy, accessing(mnemonic, 'i64', 3n, '61 (pagesize 1)'));
      const narrow = await instantiate(strategy, accessing(mnemonic, 'i32', 3n, '61 (pagesize 1)'));
      for (let address = 0; address < 70; address++) {
        expect(outcome(() => wide.call('f', BigInt(address)))).toBe(
          outcome(() => narrow.call('f', address)),
        );
      }
      const bytes = (instance: Instance) => new Uint8Array(instance.getMemory('m')!.buffer);
      expect(bytes(wide)).toEqual(bytes(narrow));
    },
  );

  it.each(ACCESSES)('%s sees every bit of address and offset', async (mnemonic) => {
    for (const offset of EDGES) {
      const instance = await instantiate(strategy, accessing(mnemonic, 'i64', offset));
      const { buffer } = instance.getMemory('m')!;
      const before = new Uint8Array(buffer.slice(0));
      const text = contents(instance);
      for (const address of [...EDGES, (2n ** 64n - offset) % 2n ** 64n, 65536n - offset]) {
        const isInBounds = BigInt.asUintN(64, address) + offset < 65528n;
        if (isInBounds) instance.call('f', address);
        else expect(() => instance.call('f', address)).toThrow(OUT);
        if (isInBounds) new Uint8Array(buffer).set(before);
      }
      // A store that traps has written nothing.
      expect(contents(instance)).toBe(text);
    }
  });

  it('takes constants', async () => {
    const cases = [0n, 60n, 61n, 2n ** 32n, 2n ** 63n, -1n, 2n ** 32n + 4n].map(
      (address, i) =>
        `(func (export "load${i}") (result i32) (i32.load8_u (i64.const ${address})))
         (func (export "store${i}") (i32.store8 offset=1 (i64.const ${address}) (i32.const 9)))`,
    );
    const fields = `(memory i64 61 (pagesize 1)) (data (i64.const 60) "\\07") ${cases.join('')}`;
    const instance = await instantiate(strategy, fields);
    const results = cases.flatMap((_, i) => [
      outcome(() => instance.call(`load${i}`)),
      outcome(() => instance.call(`store${i}`)),
    ]);
    const out = 'out of bounds';
    expect(results).toEqual(['0', 'undefined', '7', ...Array<string>(11).fill(out)]);
  });

  it('evaluates its operands before it traps', async () => {
    const fields = `
      (memory i64 1) (global $g (export "g") (mut i32) (i32.const 0))
      (func $count (param i32) (result i32)
        (global.set $g (i32.add (i32.mul (global.get $g) (i32.const 10)) (local.get 0)))
        (local.get 0))
      (func $address (result i64) (drop (call $count (i32.const 1))) (i64.const 0x100000000))
      (func (export "f") (i32.store (call $address) (call $count (i32.const 2))))
      (func (export "divide") (param i32) (i32.store (i64.const -1) (i32.div_u (i32.const 1) (local.get 0))))
      (func (export "local") (param i64 i32) (result i32)
        (i32.store (local.get 0) (local.tee 1 (i32.const 5))) (local.get 1))
      (func (export "twice") (param i64) (result i32)
        (i32.add (i32.load (local.get 0)) (i32.load offset=4 (local.tee 0 (i64.const 8)))))`;
    const instance = await instantiate(strategy, fields);
    expect(() => instance.call('f')).toThrow(OUT);
    expect(instance.getGlobal('g')!.get()).toBe(12);
    expect(() => instance.call('divide', 0)).toThrow('integer divide by zero');
    expect(() => instance.call('divide', 1)).toThrow(OUT);
    expect(instance.call('local', 16n, 0)).toBe(5);
    expect(() => instance.call('local', 2n ** 40n, 0)).toThrow(OUT);
    expect(instance.call('twice', 0n)).toBe(0);
    expect(() => instance.call('twice', 2n ** 35n)).toThrow(OUT);
  });

  it('takes an address from a memory, half of which may be beyond its end', async () => {
    const fields = `(memory i64 16 (pagesize 1)) (data (i64.const 0) "\\08") (data (i64.const 12) "\\01")
      (func (export "f") (param i64) (result i32) (i32.load8_u (i64.load (local.get 0))))`;
    const instance = await instantiate(strategy, fields);
    expect(instance.call('f', 0n)).toBe(0);
    for (const address of [8n, 9n, 12n, 15n, -1n, -4n, -8n]) {
      expect(() => instance.call('f', address)).toThrow(OUT);
    }
  });

  it('reaches another memory than the first, of either kind', async () => {
    const fields = `(memory 1) (memory $w i64 1) (memory $n 1)
      (func (export "f") (param i64 i32)
        (i64.store $w offset=8 (local.get 0) (i64.const 0x1122334455667788))
        (i64.store $n (local.get 1) (i64.load $w offset=8 (local.get 0))))
      (func (export "n") (param i32) (result i64) (i64.load $n (local.get 0)))`;
    const instance = await instantiate(strategy, fields);
    instance.call('f', 24n, 40);
    expect(instance.call('n', 40)).toBe(0x1122334455667788n);
    expect(() => instance.call('f', 2n ** 32n, 0)).toThrow(OUT);
    expect(() => instance.call('f', 0n, -1)).toThrow(OUT);
  });

  it('is as in a 32-bit memory, whatever is done', async () => {
    const text = (address: 'i32' | 'i64'): string => {
      const get = (i: number): string => `(local.get ${i})`;
      return `(memory (export "m") ${address} 1)
        (func (export "store") (param ${address} i64) (i64.store offset=7 ${get(0)} ${get(1)}))
        (func (export "load") (param ${address}) (result i64)
          (i64.xor (i64.load offset=3 ${get(0)}) (i64.load32_s (${address}.add ${get(0)} (${address}.const 5)))))
        (func (export "fill") (param ${address} i32 ${address}) (memory.fill ${get(0)} ${get(1)} ${get(2)}))
        (func (export "copy") (param ${address} ${address} ${address})
          (memory.copy ${get(0)} ${get(1)} ${get(2)}))
        (func (export "sum") (param ${address} ${address}) (result i32) (local i32)
          (loop $next (result i32)
            (local.set 2 (i32.add (local.get 2) (i32.load8_u ${get(0)})))
            (local.set 0 (${address}.add ${get(0)} (${address}.const 1)))
            (br_if $next (${address}.lt_u ${get(0)} ${get(1)}))
            (local.get 2)))`;
    };
    const modules = await Promise.all(
      (['i32', 'i64'] as const).map((address) => parse(`(module ${text(address)})`)),
    );
    const address = fc.oneof(
      fc.nat(65600),
      fc.constantFrom(65528, 65535, 65536, 2 ** 31, 2 ** 32 - 1),
    );
    const call = fc.oneof(
      fc.tuple(fc.constant('store'), address, fc.bigInt(0n, 2n ** 64n - 1n)),
      fc.tuple(fc.constant('load'), address),
      fc.tuple(fc.constant('fill'), address, fc.nat(), address),
      fc.tuple(fc.constant('copy'), address, address, address),
      fc.tuple(fc.constant('sum'), fc.nat(65600), fc.nat(300)),
    );
    fc.assert(
      fc.property(fc.array(call, { maxLength: 12 }), (calls) => {
        const [narrow, wide] = modules.map((bytes) => {
          const engine = engineOf(strategy);
          return new Instance(new Store(engine), new Module(engine, bytes));
        }) as [Instance, Instance];
        for (const [name, ...given] of calls) {
          const args: (number | bigint)[] = given;
          if (name === 'sum') args[1] = Number(args[0]) + Number(args[1]);
          const long = args.map((arg, i) => (name === 'fill' && i === 1 ? arg : BigInt(arg)));
          expect(outcome(() => wide.call(name, ...long))).toBe(
            outcome(() => narrow.call(name, ...args)),
          );
        }
        expect(contents(wide)).toBe(contents(narrow));
      }),
      { numRuns: 60 },
    );
  });
});

describe('Node’s own 64-bit memories', () => {
  beforeAll(() => v8.setFlagsFromString('--experimental-wasm-memory64'));

  it.each(STRATEGIES)('are as those of the %s', async (strategy) => {
    const fields = `(memory (export "m") i64 1 3)
      (func (export "size") (result i64) memory.size)
      (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
      (func (export "load") (param i64) (result i32) (i32.load16_s offset=65530 (local.get 0)))
      (func (export "far") (param i64) (result f64) (f64.load offset=0x1000000000 (local.get 0)))
      (func (export "store") (param i64 i64) (i64.store offset=9 (local.get 0) (local.get 1)))
      (func (export "fill") (param i64 i32 i64) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
      (func (export "copy") (param i64 i64 i64) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
      (func (export "init") (param i64 i32 i32) (memory.init 0 (local.get 0) (local.get 1) (local.get 2)))
      (data "wasmote")`;
    const bytes = await parse(`(module ${fields})`);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource));
    const ours = await instantiate(strategy, fields);
    const compare = (name: string, ...args: (number | bigint)[]): void => {
      const theirs = exports[name] as (...args: unknown[]) => unknown;
      const text = outcome(() => theirs(...args));
      expect(`${name} ${args}: ${outcome(() => ours.call(name, ...args))}`).toBe(
        `${name} ${args}: ${text}`,
      );
    };
    const wide = [...EDGES, 65528n, 65529n, 65536n, 70000n, 131072n, 3n * 65536n - 8n];
    const delta = [0n, 1n, 2n ** 32n, 2n ** 48n, 2n ** 64n - 1n, 1n, 1n];
    for (const pages of delta) {
      compare('grow', pages);
      compare('size');
      for (const address of wide) {
        compare('store', address, address * 0x123456789n);
        compare('load', address);
        compare('far', address);
        for (const count of [0n, 3n, 2n ** 32n, 2n ** 64n - 1n]) {
          compare('fill', address, 0x1234, count);
          compare('copy', address, 11n, count);
          compare('copy', 65520n, address, count);
        }
        for (const [source, count] of [
          [0, 0],
          [0, 7],
          [6, 1],
          [7, 0],
          [8, 0],
          [-1, 1],
          [0, -1],
        ]) {
          compare('init', address, source!, count!);
        }
      }
    }
    const memory = exports['m'] as WebAssembly.Memory;
    expect(contents(ours)).toBe(Buffer.from(memory.buffer).toString('latin1'));
  });
});

describe.each(STRATEGIES)('%s: instructions on ranges', (strategy) => {
  it('copy between memories of both kinds', async () => {
    const fields = `(memory $n (export "n") 100 (pagesize 1)) (memory $w (export "w") i64 90 (pagesize 1))
      (data (memory $n) (i32.const 0) "abcdefgh")
      (func (export "widen") (param i64 i32 i32) (memory.copy $w $n (local.get 0) (local.get 1) (local.get 2)))
      (func (export "narrow") (param i32 i64 i32) (memory.copy $n $w (local.get 0) (local.get 1) (local.get 2)))`;
    const instance = await instantiate(strategy, fields);
    instance.call('widen', 82n, 0, 8);
    instance.call('narrow', 50, 83n, 4);
    expect(Buffer.from(instance.getMemory('w')!.buffer, 82).toString()).toBe('abcdefgh');
    expect(Buffer.from(instance.getMemory('n')!.buffer, 50, 5).toString()).toBe('bcde\0');
    for (const [at, from, count] of [
      [83n, 0, 8],
      [2n ** 32n, 0, 0],
      [91n, 0, 0],
      [0n, 0, -1],
    ] as const) {
      expect(() => instance.call('widen', at, from, count)).toThrow(OUT);
    }
    expect(() => instance.call('narrow', 0, 2n ** 63n, 0)).toThrow(OUT);
    instance.call('widen', 90n, 100, 0);
  });

  it('grow by what there is room for', async () => {
    const fields = `(memory (export "m") i64 1 0x1000000000000)
      (func (export "grow") (param i64) (result i64) (memory.grow (local.get 0)))
      (func (export "size") (result i64) memory.size)`;
    const instance = await instantiate(strategy, fields);
    expect(instance.call('grow', 2n)).toBe(1n);
    for (const delta of [2n ** 16n, 2n ** 32n, 2n ** 48n, 2n ** 63n, -1n]) {
      expect(instance.call('grow', delta)).toBe(-1n);
    }
    expect(instance.call('size')).toBe(3n);
    expect(instance.getMemory('m')!.dataSize).toBe(3 * 65536);
  });

  it('see a memory that has grown', async () => {
    const fields = `(memory i64 0)
      (func (export "f") (result i32)
        (drop (memory.grow (i64.const 1)))
        (i32.store (i64.const 65532) (i32.const 7)) (i32.load (i64.const 65532)))`;
    expect((await instantiate(strategy, fields)).call('f')).toBe(7);
  });

  it('cost a unit of fuel for each byte or element', async () => {
    const bytes = await parse(`(module (memory i64 1) (table i64 0 1000 funcref)
      (func (export "fill") (param i64) (memory.fill (i64.const 0) (i32.const 1) (local.get 0)))
      (func (export "grow") (param i64) (result i64) (table.grow (ref.null func) (local.get 0))))`);
    const engine = engineOf(strategy, (config) => config.consumeFuel(true));
    const store = new Store(engine);
    const instance = new Instance(store, new Module(engine, bytes));
    const spent = (name: string, amount: bigint): number => {
      store.setFuel(10_000);
      instance.call(name, amount);
      return 10_000 - store.getFuel();
    };
    for (const name of ['fill', 'grow']) expect(spent(name, 500n) - spent(name, 0n)).toBe(500);
    store.setFuel(10_000);
    expect(() => instance.call('fill', 2n ** 40n)).toThrow('all fuel consumed');
    expect(() => instance.call('grow', 2n ** 40n)).toThrow('all fuel consumed');
    expect(store.getFuel()).toBeGreaterThan(9_000);
  });
});
