/**
 * Values of garbage collection in the JavaScript API, on both engines, on Node and XS.
 * https://webassembly.github.io/spec/js-api/#tojsvalue, #towebassemblyvalue, #gc-exotic-objects
 */
import { describe, expect, it } from 'vitest';
import { describeOnXs, ESP32, PICO } from '../../simulator/support.js';
import { binary } from '../../extensions/program.js';
import { type Form, runOnNode, runOnXs, type Scenario } from '../../extensions/scenario.js';

const GUEST = await binary(`
  (type $s (struct (field (mut i32)))) (type $a (array (mut anyref)))
  (type $f (func (param (ref null $s)) (result (ref null $s))))
  (import "env" "struct" (global $struct (ref null $s)))
  (import "env" "small" (global $small i31ref))
  (import "env" "any" (global $any anyref))
  (import "env" "host" (func $host (param anyref (ref null $s)) (result eqref)))
  (table (export "table") 2 anyref)
  (table (export "functions") 2 (ref null $f))
  (global (export "mutable") (mut (ref null $s)) (ref.null $s))
  (global (export "none") nullref (ref.null none))
  (elem declare func $identity)
  (func (export "make") (result (ref $s)) (struct.new $s (i32.const 7)))
  (func (export "array") (result anyref) (array.new_default $a (i32.const 2)))
  (func (export "i31") (param i32) (result i31ref) (ref.i31 (local.get 0)))
  (func $identity (export "identity") (type $f) (local.get 0))
  (func (export "get") (param (ref null $s)) (result i32) (struct.get $s 0 (local.get 0)))
  (func (export "eq") (param eqref eqref) (result i32) (ref.eq (local.get 0) (local.get 1)))
  (func (export "any") (param anyref) (result anyref) (local.get 0))
  (func (export "isEq") (param anyref) (result i32) (ref.test (ref eq) (local.get 0)))
  (func (export "external") (param anyref) (result externref) (extern.convert_any (local.get 0)))
  (func (export "internal") (param externref) (result anyref) (any.convert_extern (local.get 0)))
  (func (export "function") (result (ref $f)) (ref.func $identity))
  (func (export "call") (param anyref (ref null $s)) (result anyref) (call $host (local.get 0) (local.get 1)))
  (func (export "imported") (result anyref anyref anyref) (global.get $struct) (global.get $small) (global.get $any))`);

const API: Scenario = {
  modules: { guest: GUEST },
  source: `
    const api = lib.createWebAssembly(engine);
    const bytes = ${JSON.stringify([...GUEST])};
    const module = new api.Module(Uint8Array.from(bytes));
    const seen = [];
    let answer = null;
    const instance = (over) => new api.Instance(module, { env: {
      struct: null, small: 3, any: 'text',
      host: (...values) => { seen.push(...values); return answer; }, ...over,
    } }).exports;
    const e = instance({});
    const s = e.make();
    const a = e.array();
    const opaque = [typeof s, Object.getPrototypeOf(s), Object.isFrozen(s), Reflect.ownKeys(s).length,
      attempt(() => { 'use strict'; s.x = 1; }), attempt(() => Object.setPrototypeOf(s, {})), String(Object.prototype.toString.call(s))];
    const identity = [e.identity(s) === s, e.any(s) === s, e.external(s) === s, e.internal(s) === s,
      e.make() === s, e.any(a) === a, e.eq(s, s), e.eq(s, a), e.get(s), e.identity(null)];
    const numbers = [0, -1, 2 ** 30 - 1, -(2 ** 30), 2 ** 30, 1.5, -0].map((x) =>
      [attempt(() => e.eq(x, x)), Object.is(e.any(x), x), e.isEq(x)]);
    const i31s = [5, -5, 2 ** 30, -1 >>> 0].map((x) => e.i31(x));
    const host = {};
    const strings = [e.any('a'), e.any(host) === host, e.any(undefined), e.isEq(host), e.isEq('a'), typeof e.any(1n), e.any(e.make) === e.make];
    const refused = [
      () => e.identity(a), () => e.identity({}), () => e.identity(1), () => e.eq('a', null), () => e.eq(2 ** 30, 1),
      () => e.get(null), () => e.identity(undefined),
      () => instance({ struct: a }), () => instance({ struct: {} }), () => instance({ small: 2 ** 30 }),
      () => instance({ small: 'x' }), () => instance({ struct: new api.Global({ value: 'externref' }, s) }),
    ].map((run) => attempt(run));
    e.table.set(0, s);
    e.table.set(1, 9);
    const table = [e.table.get(0) === s, e.table.get(1), (e.table.set(1, 'x'), e.table.get(1)),
      e.table.grow(1, a), e.table.get(2) === a, (e.table.set(0), e.table.get(0))];
    const f = e.function();
    e.functions.set(0, f);
    const functions = [f === e.identity, f.name, e.functions.get(0) === f, e.functions.get(1),
      attempt(() => e.functions.set(0, e.make)), attempt(() => e.functions.set(0, () => 1)), f(s) === s];
    e.mutable.value = s;
    const globals = [e.mutable.value === s, e.none.value, attempt(() => { e.mutable.value = a; }),
      attempt(() => { e.mutable.value = undefined; }), e.mutable.value === s, e.mutable.valueOf() === s];
    const imported = [instance({ struct: s, any: a }).imported(), instance({ any: null }).imported(),
      instance({ struct: e.mutable.value, any: e.make }).imported()];
    const given = [imported[0][0] === s, imported[0][1], imported[0][2] === a, imported[1], imported[2][2] === e.make];
    answer = s;
    const called = [e.call(4, s) === s, (answer = 6, e.call(a, null)), seen[0], seen[1] === s, seen[2] === a, seen[3]];
    answer = 'no eqref';
    called.push(attempt(() => e.call(null, null)));
    return { opaque, identity, numbers, i31s, strings, refused, table, functions, globals, given, called };`,
};

const TYPE = expect.stringMatching(/^TypeError: /);
const LINK = expect.stringMatching(/^LinkError: /);
const EXPECTED = {
  opaque: ['object', null, true, 0, TYPE, TYPE, '[object Object]'],
  identity: [true, true, true, true, false, true, 1, 0, 7, null],
  numbers: [...[0, 1, 2, 3].map(() => [1, true, 1]), ...[4, 5, 6].map(() => [TYPE, true, 0])],
  i31s: [5, -5, -(2 ** 30), -1],
  strings: ['a', true, null, 0, 0, 'bigint', true],
  refused: [
    ...[TYPE, TYPE, TYPE, TYPE, TYPE],
    expect.stringContaining('null structure reference'),
    TYPE,
    ...[LINK, LINK, LINK, LINK, LINK],
  ],
  table: [true, 9, 'x', 2, true, null],
  functions: [true, expect.stringMatching(/^\d+$/), true, null, TYPE, TYPE, true],
  globals: [true, null, TYPE, TYPE, true, true],
  given: [true, 3, true, [null, 3, null], true],
  called: [true, 6, 4, true, true, null, TYPE],
};

const FORMS: readonly Form[] = ['interpreted', 'compiled'];

describe.each(FORMS)('%s', (form) => {
  it('values of collected types', () => {
    expect(runOnNode(API, form)).toEqual(EXPECTED);
  });
});

describeOnXs.each(FORMS)('%s, on XS', (form) => {
  it.each([
    ['preloaded', { creation: { ...PICO, staticBytes: 400_000, stackSlots: 1024 } }],
    [
      'stripped',
      {
        creation: { ...ESP32, stackSlots: 1024, slotCount: 12_000, chunkBytes: 200_000 },
        strip: true,
      },
    ],
    ['in RAM', { preloadEnabled: false }],
  ])('values of collected types: %s', async (_, options) => {
    expect(await runOnXs(API, form, options)).toEqual(EXPECTED);
  });
});
