/** Accesses at every edge of memories, and what lies beside them. */
import { describe, expect, it } from 'vitest';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { Engine, Instance, Memory, MemoryType, Module, Store } from '../../src/index.js';
import { OPCODES } from '../../src/opcodes/table.js';
import { Random } from '../../scripts/fuzz/random.js';
import { wat } from '../validation/wat.js';

const ACCESSES = Object.values(OPCODES).filter(({ mnemonic }) => /\.(load|store)/.test(mnemonic));
const OUT = 'out of bounds memory access';

const bytesOf = (mnemonic: string): number => {
  const [, type, narrow] = /^.(\d+)\.(?:load|store)(\d*)/.exec(mnemonic)!;
  return Number(narrow === '' ? type : narrow) / 8;
};

/** One function that makes the access at its parameter plus an offset. */
function accessing(mnemonic: string, memory: string, offset: number, address = '(local.get 0)') {
  const type = mnemonic.slice(0, 3);
  const body = mnemonic.includes('load')
    ? `(drop (${mnemonic} offset=${offset} ${address}))`
    : `(${mnemonic} offset=${offset} ${address} (${type}.const 77))`;
  return `(module (memory (export "m") ${memory}) (func (export "f") (param i32) ${body}))`;
}

function instantiate(bytes: Uint8Array): Instance {
  const engine = new Engine();
  return new Instance(new Store(engine), new Module(engine, bytes));
}

describe('an access', () => {
  it('is one of 23', () => expect(ACCESSES.length).toBe(23));

  it.each(ACCESSES.map(({ mnemonic }) => mnemonic))(
    '%s ends at the last byte',
    async (mnemonic) => {
      const size = 61;
      const text = accessing(mnemonic, `${size} (pagesize 1)`, 0);
      const instance = instantiate(await parse(text));
      const last = size - bytesOf(mnemonic);
      instance.call('f', last);
      instance.call('f', 3);
      const before = new Uint8Array(instance.getMemory('m')!.buffer.slice(0));
      for (const address of [last + 1, size, size + 1, 65536, 0x7fffffff, -0x80000000, -8, -1]) {
        expect(() => instance.call('f', address)).toThrow(OUT);
      }
      // A store that traps has written nothing.
      expect(new Uint8Array(instance.getMemory('m')!.buffer)).toEqual(before);
    },
  );

  it.each(ACCESSES.map(({ mnemonic }) => mnemonic))('%s does not wrap around', (mnemonic) => {
    for (const offset of [1, 8, 255, 256, 2040, 65535, 0x7fffffff, 0x80000000, 0xffffffff]) {
      const instance = instantiate(wat(accessing(mnemonic, '1', offset)));
      for (const address of [-1, -2, -offset | 0, 65536, 65535]) {
        const fits = (address >>> 0) + offset + bytesOf(mnemonic) <= 65536;
        if (fits) instance.call('f', address);
        else expect(() => instance.call('f', address)).toThrow(OUT);
      }
    }
  });

  it.each(['i32.load', 'i64.store', 'i32.load8_u', 'i64.load16_s'])(
    '%s at a constant address is checked as well',
    (mnemonic) => {
      for (const [address, offset] of [
        [0, 0],
        [65528, 0],
        [65535, 0],
        [65530, 5],
        [65536, 0],
        [0, 65536],
        [-1, 0],
        [-1, 1],
        [-1, 0xffffffff],
      ] as const) {
        const text = accessing(mnemonic, '1', offset, `(i32.const ${address})`);
        const instance = instantiate(wat(text));
        if ((address >>> 0) + offset + bytesOf(mnemonic) <= 65536) instance.call('f', 0);
        else expect(() => instance.call('f', 0)).toThrow(OUT);
      }
    },
  );
});

describe('several memories', () => {
  const TEXT = `(module (memory $a (export "a") 1) (memory $b (export "b") 1 3) (memory $c 0)
    (func (export "copy") (param i32 i32)
      (i64.store $b offset=8 (local.get 1) (i64.load $a (local.get 0)))
      (i32.store $a (i32.const 100) (i32.load $b offset=8 (local.get 1))))
    (func (export "c") (param i32) (result i32) (i32.load8_u $c (local.get 0)))
    (func (export "grow") (result i32)
      (drop (memory.grow $b (i32.const 1)))
      (i32.store $b (i32.const 65536) (i32.const 9))
      (i32.store $a (i32.const 4) (memory.size $b))
      (i32.load $a (i32.const 4)))
    (func (export "bulk") (param i32)
      (memory.fill $b (i32.const 10) (i32.const 1) (i32.const 5))
      (memory.copy $a $b (local.get 0) (i32.const 9) (i32.const 7))))`;

  it('are kept apart, traps between included', () => {
    const instance = instantiate(wat(TEXT));
    const [a, b] = [instance.getMemory('a')!, instance.getMemory('b')!];
    a.view.setInt32(0, 0x1234, true);
    instance.call('copy', 0, 0);
    expect([b.view.getInt32(8, true), a.view.getInt32(100, true)]).toEqual([0x1234, 0x1234]);
    expect(() => instance.call('copy', 0, 65530)).toThrow(OUT);
    expect(() => instance.call('c', 0)).toThrow(OUT);
    // After a trap while another memory was in use, the first is the first again.
    expect(instance.call('grow')).toBe(2);
    expect(b.view.getInt32(65536, true)).toBe(9);
    instance.call('bulk', 200);
    expect([...new Uint8Array(a.buffer, 199, 9)]).toEqual([0, 0x12, 1, 1, 1, 1, 1, 0, 0]);
    expect(() => instance.call('bulk', 65530)).toThrow(OUT);
    expect(a.view.getUint8(65530)).toBe(0);
  });
});

describe('random accesses', () => {
  it('never leave the memory, whatever is beside it', async () => {
    const random = new Random(99);
    const text = `(module (memory (export "m") 40 50 (pagesize 1))
      ${ACCESSES.map(({ mnemonic }, i) => {
        const type = mnemonic.slice(0, 3);
        const offset = [0, 3, 16, 300, 0xfffffff0][i % 5];
        const body = mnemonic.includes('load')
          ? `(drop (${mnemonic} offset=${offset} (local.get 0)))`
          : `(${mnemonic} offset=${offset} (local.get 0) (${type}.const -1))`;
        return `(func (export "f${i}") (param i32) ${body})`;
      }).join('\n')}
      (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 1) (local.get 1)))
      (func (export "copy") (param i32 i32 i32)
        (memory.copy (local.get 0) (local.get 1) (local.get 2)))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))`;
    const engine = new Engine();
    const store = new Store(engine);
    const module = new Module(engine, await parse(text));
    const [victim, guest] = [new Instance(store, module), new Instance(store, module)];
    const number = (): number => (random.once(2) ? random.next(60) : random.bits());
    let done = 0;
    for (let k = 0; k < 5000; k++) {
      const name = random.pick([...ACCESSES.map((_, i) => `f${i}`), 'fill', 'copy', 'grow']);
      try {
        guest.call(name, number(), number(), number());
        done++;
      } catch (error) {
        expect((error as Error).message).toBe(OUT);
      }
    }
    expect(done).toBeGreaterThan(500);
    expect(guest.getMemory('m')!.dataSize).toBeLessThanOrEqual(50);
    expect(new Uint8Array(victim.getMemory('m')!.buffer).every((byte) => byte === 0)).toBe(true);
  });
});

describe('Memory', () => {
  it('reads and writes what lies in it, and nothing else', () => {
    const memory = new Memory(new Store(new Engine()), MemoryType.builder().min(1).build());
    memory.write(65530, Uint8Array.of(1, 2, 3, 4, 5, 6));
    const bytes = new Uint8Array(3);
    memory.read(65533, bytes);
    expect([...bytes]).toEqual([4, 5, 6]);
    for (const offset of [65534, 65536, -1, 2 ** 32]) {
      expect(() => memory.read(offset, bytes)).toThrow(RangeError);
      expect(() => memory.write(offset, bytes)).toThrow(RangeError);
    }
    expect([...new Uint8Array(memory.buffer, 65530)]).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
