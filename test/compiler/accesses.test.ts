/** Addresses, and what accesses show of them. */
import { describe, expect, it } from 'vitest';
import { compileAhead } from '../../src/compiler/ahead.js';
import {
  Config,
  Engine,
  FunctionType,
  HostFunc,
  Instance,
  Module,
  Store,
} from '../../src/index.js';
import { wat } from '../validation/wat.js';
import { agree, pairs, singles } from './agree.js';
import { statements } from './compile.js';

const { features } = new Engine().settings;

describe('an address', () => {
  it.each([
    ['(i32.load (local.get 0))', 'M.getInt32(x0,true)'],
    // One below zero is out of bounds as it is: no |0 is needed.
    ['(i32.load (i32.add (local.get 0) (i32.const 12)))', 'M.getInt32(x0+12,true)'],
    // With an offset it must stay so.
    ['(i32.load offset=4 (local.get 0))', 'M.getInt32((x0>>>0)+4,true)'],
    ['(i32.load offset=4 (i32.const -4))', 'M.getInt32(4294967296,true)'],
  ])('%s', (load, text) => {
    expect(statements(`(memory 1 1) (func (param i32) (result i32) ${load})`)).toContain(text);
  });

  it.each([
    ['(i32.load (local.get 0))', 'M.getInt32(y0?-1:x0,true)'],
    ['(i32.load offset=4 (local.get 0))', 'M.getInt32(((y0?-1:x0)>>>0)+4,true)'],
    ['(i32.load offset=0x100000000 (local.get 0))', 'M.getInt32(((y0?-1:x0)>>>0)+4294967295,true)'],
    // What is known of the high half decides.
    ['(i32.load (i64.extend_i32_u (i32.wrap_i64 (local.get 0))))', 'M.getInt32(x0,true)'],
    ['(i32.load offset=4 (i64.const 0x100000000))', 'M.getInt32(4294967299,true)'],
  ])('of 64 bits is one of 32, or out of bounds: %s', (load, text) => {
    expect(statements(`(memory i64 1 1) (func (param i64) (result i32) ${load})`)).toContain(text);
  });

  it('is unsigned where memories may be large', () => {
    const load = '(memory 1) (func (param i32) (result i32) (i32.load (local.get 0)))';
    expect(statements(load, { largestMemory: 2 ** 32 })).toContain('M.getInt32(x0>>>0,true)');
  });

  it('of a store of two halves is too, since four bytes on it could be in bounds', () => {
    const store = '(memory 1 1) (func (param i32) (i64.store (local.get 0) (i64.const 1)))';
    expect(statements(store)).toContain('M.setInt32((x0>>>0)+4,0,true);M.setInt32(x0>>>0,1,true);');
  });

  it('of eight bytes of zero needs no second store', () => {
    const store =
      '(memory 1 1) (func (param i32) (i64.store offset=8 (local.get 0) (i64.const 0)))';
    expect(statements(store)).toContain('M.setFloat64((x0>>>0)+8,0,true);');
    agree({
      text: `(memory (export "memory") 1 1) (data (i32.const 65528) "abcdefgh")
        (func (export "f") (param i32) (i64.store (local.get 0) (i64.const 0)))
        (func (export "after") (result i64) (i64.load (i32.const 65528)))`,
      calls: singles([65_520, 65_521, 65_527, 65_528, 65_529, 65_535, -1, -4, -8]),
    });
  });
});

describe('the view of a full memory, which growth by nothing replaces', () => {
  const body = `(func (export "f") (result i32)
    (i32.store (i32.const 4) (i32.const 7)) (call 0) (i32.load (i32.const 4)))`;

  it('is read again after calls when others have the memory', () => {
    const again = /^M=this\.memory\.view;/m;
    const inside = `(func) ${body.replace('(export "f")', '')}`;
    const textOf = (memory: string): string =>
      compileAhead(wat(`(module ${memory} ${inside})`), features, false, 2 ** 28).methods[1]!;
    expect(textOf('(memory 1 1)')).not.toMatch(again);
    expect(textOf('(memory (export "m") 1 1)')).toMatch(again);
    expect(textOf('(import "m" "m" (memory 1 1))')).toMatch(again);
  });

  it('may be replaced by a function of the host', () => {
    const engine = new Engine(new Config().strategy('compiler'));
    const module = new Module(
      engine,
      wat(`(module (import "host" "grow" (func)) (memory (export "m") 1 1) ${body})`),
    );
    const grow = new HostFunc(FunctionType.of([], []), () => void instance.getMemory('m')!.grow(0));
    const instance: Instance = new Instance(new Store(engine), module, [grow]);
    expect(instance.call('f')).toBe(7);
  });
});

const ADDRESSES = [
  ...[0, 1, -1, -2, -3, -4, -5, -8, 65_528, 65_529, 65_532, 65_533, 65_535, 65_536],
  ...[0x7fffffff, -0x80000000, 0x3fffffff, 0x40000000],
];
const OFFSETS = [0, 1, 4, 8, 65_532, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff];
const SUM = `(func (export "after") (result i64) (local i32 i64)
  (loop
    (local.set 1 (i64.add (i64.mul (local.get 1) (i64.const 31)) (i64.load8_u (local.get 0))))
    (br_if 0 (i32.ne (local.tee 0 (i32.add (local.get 0) (i32.const 8192))) (i32.const 65536))))
  (i64.xor (local.get 1) (i64.load (i32.const 0))))`;

describe.each(['(memory 1 1)', '(memory 1)'])('%s', (memory) => {
  const data = '(data (i32.const 0) "abcdefghij\\ff\\fe\\80\\7f\\00")';

  it.each(['i32', 'i64', 'f32', 'f64'])('%s at all edges', (type) => {
    for (const offset of OFFSETS) {
      const load = `${type}.load offset=${offset}`;
      const store = `${type}.store offset=${offset}`;
      agree({
        text: `${memory} ${data} (func (export "f") (param i32) (result ${type} ${type} i32)
          (${load} (local.get 0)) (${load} (i32.sub (local.get 0) (i32.const 4)))
          (i32.lt_u (local.get 0) (i32.const 65530)))`,
        calls: singles(ADDRESSES),
      });
      agree({
        text: `${memory} ${SUM} (func (export "f") (param i32)
          (${store} (local.get 0) (${type}.const 1))
          (${store} (i32.add (local.get 0) (i32.const 4)) (${type}.const 1)))`,
        calls: singles(ADDRESSES),
      });
    }
  });

  it('sums, products and shifts that 32 bits do not hold', () => {
    const of = (address: string): string => `(i32.load8_u ${address})`;
    const [a, b] = ['(local.get 0)', '(local.get 1)'];
    for (const address of [
      `(i32.add ${a} ${b})`,
      `(i32.sub (i32.sub ${a} ${b}) (i32.const 1))`,
      `(i32.mul ${a} (i32.const 12))`,
      `(i32.shl ${a} (i32.const 2))`,
      `(i32.shr_u ${a} ${b})`,
    ]) {
      agree({
        text: `${memory} ${data} (func (export "f") (param i32 i32) (result i32) ${of(address)})`,
        calls: pairs([...ADDRESSES, 0x15555556, 0x55555556, -0x7fffffff]),
      });
    }
  });

  it('narrow ones', () => {
    const loads = ['i64.load8_s', 'i64.load16_s', 'i64.load32_s', 'i64.load32_u', 'i64.load8_u'];
    agree({
      text: `${memory} ${data} (func (export "f") (param i32) (result ${'i64 '.repeat(5)})
        ${loads.map((load) => `(${load} (local.get 0))`).join(' ')})`,
      calls: singles([0, 4, 8, 9, 10, 11, 12, 65_535]),
    });
    agree({
      text: `${memory} ${SUM} (func (export "f") (param i32 i64)
        (i64.store8 (local.get 0) (local.get 1)) (i64.store16 offset=2 (local.get 0) (local.get 1))
        (i64.store32 offset=4 (local.get 0) (local.get 1))
        (i32.store8 offset=1 (local.get 0) (i32.eqz (local.get 0))))`,
      calls: [
        [0, -2n],
        [1, 0x1234567890n],
        [65_530, 5n],
      ],
    });
  });
});

describe('an access in bounds', () => {
  it('shows that its address is not negative', () => {
    const body = '(i32.store (local.get 0) (i32.const 7)) (i32.lt_u (local.get 0) (i32.const 9))';
    const text = statements(`(memory 1 1) (func (param i32) (result i32) ${body})`);
    expect(text).toContain('return x0<9?1:0;');
  });

  it.each([
    ['a branch', '(if (local.get 1) (then (drop (i32.load8_u (local.get 0)))))'],
    ['the other branch', '(if (local.get 1) (then) (else (drop (i32.load8_u (local.get 0)))))'],
    ['a block', '(block (br_if 0 (local.get 1)) (drop (i32.load8_u (local.get 0))))'],
    ['a loop', '(block (loop (br_if 1 (local.get 1)) (drop (i32.load8_u (local.get 0)))))'],
    [
      'a new value',
      '(drop (i32.load8_u (local.get 0))) (local.set 0 (i32.sub (i32.const 0) (local.get 1)))',
    ],
  ])('but not behind %s', (_, body) => {
    agree({
      text: `(memory 1 1) (func (export "f") (param i32 i32) (result i32)
        ${body} (i32.lt_u (local.get 0) (i32.const 100)))`,
      calls: pairs([-1, 0, 1, 5, 99, 100, -0x80000000]),
    });
  });
});

it('a memory that grew is the one that is accessed', () => {
  const grow = `(memory 1 3)
    (func $grow (param i32) (result i32) (memory.grow (local.get 0)))
    (func $quietly (param i32) (drop (memory.grow (local.get 0))))
    (func (export "after") (result i32) (i32.load (i32.const 65536)))`;
  agree({
    text: `${grow} (func (export "f") (param i32) (result i32 i32 i32)
      (memory.size) (memory.grow (local.get 0)) (i32.store (i32.const 65536) (i32.const 7))
      (memory.size))`,
    calls: singles([0, 1, 2, 3, -1]),
  });
  agree({
    text: `${grow} (func (export "f") (param i32) (result i32)
      (i32.store (i32.add (call $grow (local.get 0)) (i32.const 65536)) (call $grow (i32.const 0)))
      (call $quietly (local.get 0)) (i32.load8_u (i32.const 131072)))`,
    calls: singles([0, 1]),
  });
});
