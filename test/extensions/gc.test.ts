/**
 * Garbage collection beyond the official suite: what is the same across modules, instances, images and
 * the host, on both engines, on Node and XS.
 */
import { describe, expect, it } from 'vitest';
import { describeOnXs, ESP32, PICO } from '../simulator/support.js';
import { binary, Program } from './program.js';
import { type Form, runOnNode, runOnXs, type Scenario } from './scenario.js';

const TYPES = `
  (rec (type $list (sub (struct (field $next (mut (ref null $list))) (field $value (mut i64)))))
       (type $named (sub final $list (struct (field (mut (ref null $list))) (field (mut i64)) (field i32)))))
  (type $bytes (array (mut i8)))
  (type $make (func (param i64) (result (ref $list))))`;

const MAKER = await binary(`${TYPES}
  (table (export "table") 4 anyref)
  (global (export "made") (mut (ref null $list)) (ref.null $list))
  (func (export "make") (type $make) (struct.new $list (global.get 0) (local.get 0)))
  (func (export "named") (param i64) (result anyref)
    (struct.new $named (ref.null $list) (local.get 0) (i32.const 5)))
  (func (export "keep") (param i64)
    (global.set 0 (struct.new $list (global.get 0) (local.get 0)))
    (table.set 0 (i32.const 1) (global.get 0)))
  (func (export "bytes") (param i32) (result anyref) (array.new $bytes (local.get 0) (i32.const 3)))
  (func (export "i31") (param i32) (result anyref) (ref.i31 (local.get 0)))
  (func (export "same") (param anyref anyref) (result i32)
    (ref.eq (ref.cast eqref (local.get 0)) (ref.cast eqref (local.get 1))))`);

/** The same types, declared anew, and others that are equal but for a name or for being final. */
const READER = await binary(`
  (type $other (struct (field i32)))
  ${TYPES}
  (type $alone (sub (struct (field (mut i64)))))
  (rec (type $list2 (sub (struct (field (mut (ref null $list2))) (field (mut i64))))))
  (import "maker" "make" (func $make (type $make)))
  (import "maker" "table" (table $table 4 anyref))
  (import "maker" "made" (global $made (mut (ref null $list))))
  (elem declare func $make)
  (func (export "kind") (param anyref) (result i32)
    (i32.add (i32.add
      (ref.test (ref $list) (local.get 0))
      (i32.mul (i32.const 2) (ref.test (ref $named) (local.get 0))))
    (i32.add (i32.add
      (i32.mul (i32.const 4) (ref.test (ref $list2) (local.get 0)))
      (i32.mul (i32.const 8) (ref.test (ref $bytes) (local.get 0))))
      (i32.mul (i32.const 16) (ref.test i31ref (local.get 0))))))
  (func (export "value") (param anyref) (result i64)
    (struct.get $list 1 (ref.cast (ref $list) (local.get 0))))
  (func (export "set") (param anyref i64)
    (struct.set $list 1 (ref.cast (ref $list) (local.get 0)) (local.get 1)))
  (func (export "called") (param i64) (result i64)
    (struct.get $list 1 (call_ref $make (local.get 0) (ref.func $make))))
  (func (export "sum") (result i64) (local $l (ref null $list)) (local $sum i64)
    (local.set $l (global.get $made))
    (loop $again
      (if (ref.is_null (local.get $l)) (then (return (local.get $sum))))
      (local.set $sum (i64.add (local.get $sum) (struct.get $list 1 (local.get $l))))
      (local.set $l (struct.get $list 0 (local.get $l)))
      (br $again))
    (unreachable))
  (func (export "isKept") (result i32)
    (ref.eq (global.get $made) (ref.cast (ref null $list) (table.get $table (i32.const 1)))))`);

const WRONG = await binary(`
  (type $make (func (param i64) (result (ref null struct))))
  (import "maker" "make" (func (type $make)))
  (type $wider (func (param i64) (result (ref struct))))`);

const LINKED: Scenario = {
  modules: { maker: MAKER, reader: READER, wrong: WRONG },
  source: `
    const store = new lib.Store(engine);
    const linker = new lib.Linker(engine);
    const maker = linker.instantiate(store, load('maker'));
    const [other, again] = [linker.instantiate(store, load('maker')), load('reader')];
    linker.instance('maker', maker);
    const reader = linker.instantiate(store, again);
    const list = maker.call('make', 7n);
    const named = other.call('named', 8n);
    const results = [list, named, maker.call('bytes', 1), maker.call('i31', -5), {}, null, 'text']
      .map((value) => attempt(() => reader.call('kind', value)));
    const values = [list, named].map((value) => String(reader.call('value', value)));
    reader.call('set', list, -1n);
    values.push(String(reader.call('value', list)), String(reader.call('called', 1n << 40n)));
    for (let i = 1n; i <= 4n; i++) maker.call('keep', i);
    values.push(String(reader.call('sum')), reader.call('isKept'));
    const table = maker.getTable('table');
    const global = maker.getGlobal('made');
    const identity = [
      maker.call('same', list, list), maker.call('same', list, named), maker.call('same', 5, 5),
      table.get(1) === global.get(), table.get(0), Object.isFrozen(list), Object.keys(list).length,
      Object.getPrototypeOf(list), typeof list,
    ];
    table.set(2, list);
    identity.push(table.get(2) === list, (table.set(3, 'any'), table.get(3)), (table.set(3, 12), table.get(3)));
    global.set(named);
    identity.push(global.get() === named, String(reader.call('sum')));
    const refused = [
      () => global.set({}), () => global.set(3), () => maker.call('same', 'x', list),
      () => reader.call('value', maker.call('bytes', 1)), () => reader.call('value', null),
      () => { list.value = 1; return 'set'; },
      () => linker.instantiate(store, load('wrong')) && 'linked',
    ].map((run) => attempt(run));
    return { results, values, identity, refused };`,
};

const LINKED_EXPECTED = {
  // Null is an i31ref.
  results: [1, 3, 8, 16, 0, 16, 0],
  values: ['7', '8', '-1', '1099511627776', '10', 1],
  identity: [1, 0, 1, true, null, true, 0, null, 'object', true, 'any', 12, true, '8'],
  refused: [
    expect.stringContaining('TypeError: the value is no'),
    expect.stringContaining('TypeError: the value is no'),
    'RuntimeError: cast failure',
    'RuntimeError: cast failure',
    'RuntimeError: cast failure',
    expect.stringContaining('TypeError'),
    expect.stringContaining('LinkError: incompatible import type'),
  ],
};

const FORMS: readonly Form[] = ['interpreted', 'compiled', 'from images'];
const XS_FORMS: readonly Form[] = [...FORMS, 'compiled ahead of time'];

describe.each(FORMS)('%s', (form) => {
  it('types are the same in all modules that declare them', () => {
    expect(runOnNode(LINKED, form)).toEqual(LINKED_EXPECTED);
  });
});

describeOnXs.each(XS_FORMS)('%s, on XS', (form) => {
  it.each([
    ['an RP2040', { creation: PICO }],
    ['an ESP32, stripped', { creation: ESP32, strip: true }],
  ])('types are the same in all modules that declare them: %s', async (_, options) => {
    expect(await runOnXs(LINKED, form, options)).toEqual(LINKED_EXPECTED);
  });
});

const FUELED = `
  (type $a (array (mut i32))) (type $n (struct (field (mut anyref))))
  (func (export "fill") (param i32) (result i32)
    (array.len (array.new $a (i32.const 1) (local.get 0))))
  (func (export "all") (param i32) (local $a (ref null $a)) (local $x (ref null $n))
    (local.set $a (array.new_default $a (local.get 0)))
    (array.fill $a (local.get $a) (i32.const 0) (i32.const 2) (local.get 0))
    (array.copy $a $a (local.get $a) (i32.const 0) (local.get $a) (i32.const 0) (local.get 0))
    (loop $l
      (local.set $x (struct.new $n (local.get $x)))
      (if (ref.test (ref $n) (local.get $x))
        (then (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))))`;

it('takes the same fuel on both engines, a unit for each element', async () => {
  const left = [];
  for (const strategy of ['interpreter', 'compiler', 'auto'] as const) {
    const program = new Program({ strategy, fuel: true, image: false });
    const guest = await program.guest(FUELED);
    const before = program.store.getFuel();
    guest.call('fill', 1000);
    const filled = before - program.store.getFuel();
    guest.call('all', 100);
    left.push([filled, program.store.getFuel()]);
    expect(() => guest.call('fill', 2_000_000)).toThrow('all fuel consumed by WebAssembly');
  }
  expect(left[0]![0]).toBeGreaterThanOrEqual(1000);
  expect(left[0]![0]).toBeLessThan(1010);
  expect(left[1]).toEqual(left[0]);
  expect(left[2]).toEqual(left[0]);
});
