/** Modules that each show a part of WebAssembly, with what an application on XS does with them. */
import { readSections, writeSections } from '../../scripts/guests/sections.js';
import { wat } from '../validation/wat.js';

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Declares `part(engine, module)`, which returns what happened; an i64 is a text. */
  readonly source: string;
  readonly expected: unknown;
}

function part(name: string, fields: string, source: string, expected: unknown): Part {
  return { name, bytes: wat(`(module ${fields})`), source, expected };
}

/** A module with the first memory, of up to 127 pages, in pages of a byte, which wabt does not know. */
function bytePages(part: Part): Part {
  const sections = readSections(part.bytes).map(({ id, payload }) =>
    id === 5
      ? { id, payload: Uint8Array.of(1, payload[1]! | 8, ...payload.subarray(2), 0) }
      : { id, payload },
  );
  return { ...part, bytes: writeSections(sections) };
}

/** Instantiates, and calls: `[name, ...arguments]`; the results and traps as a list. */
const CALLS = `
const run = (instance, calls) => calls.map(([name, ...args]) => attempt(() => instance.call(name, ...args)));
`;

export const PARTS: readonly Part[] = [
  part(
    'imports host functions, i64 arguments and results among them',
    `(import "env" "note" (func $note (param i64 i32 f64)))
     (import "env" "double" (func $double (param i64) (result i64)))
     (import "env" "two" (func $two (param i32) (result i32 i64)))
     (func (export "f") (param i64 i32) (result i64)
       (call $note (local.get 0) (local.get 1) (f64.const 1.5))
       (i64.add (call $double (local.get 0)) (i64.const 1)))
     (func (export "g") (param i32) (result i64) (local i64)
       local.get 0 call $two local.set 1 i64.extend_i32_s local.get 1 i64.add)
     (export "again" (func $double))`,
    `${CALLS}function part(engine, module) {
  const notes = [];
  const linker = new Linker(engine)
    .func('env', 'note', (...args) => { notes.push(args); })
    .func('env', 'double', (x) => { if (x === 13n) throw new TypeError('unlucky'); return 2n * x; })
    .func('env', 'two', (x) => [-x, 1n << 40n]);
  const instance = linker.instantiate(new Store(engine), module);
  const results = run(instance, [['f', 3n, -1], ['f', -0x123456789abcdefn, 0], ['f', 13n, 0], ['g', 5], ['again', 7n]]);
  return { results, notes };
}`,
    {
      results: ['7', '-163971058432973789', 'TypeError: unlucky', '1099511627771', '14'],
      notes: [
        ['3', -1, 1.5],
        ['-81985529216486895', 0, 1.5],
        ['13', 0, 1.5],
      ],
    },
  ),
  bytePages(
    part(
      'grows its memory',
      `(memory (export "memory") 60 100)
     (func (export "grow") (param i32) (result i32)
       (i32.store (i32.const 56) (i32.const 77))
       (i32.add (memory.grow (local.get 0)) (i32.mul (i32.const 100) (i32.load (i32.const 56)))))
     (func (export "poke") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
     (func (export "peek") (param i32) (result i32) (i32.load8_u (local.get 0)))
     (func (export "size") (result i32) (memory.size))`,
      `${CALLS}function part(engine, module) {
  const instance = new Instance(new Store(engine), module);
  return run(instance, [['peek', 60], ['grow', 20], ['poke', 79, 200], ['peek', 79], ['peek', -1], ['size'],
    ['grow', 21], ['poke', 80, 1], ['size']]).concat([instance.getMemory('memory').buffer.byteLength]);
}`,
      [
        'RuntimeError: out of bounds memory access',
        7760,
        null,
        200,
        'RuntimeError: out of bounds memory access',
        80,
        7699,
        'RuntimeError: out of bounds memory access',
        80,
        80,
      ],
    ),
  ),
  part(
    'calls through tables',
    `(type $unary (func (param i64) (result i64)))
     (table $t (export "table") 6 8 funcref)
     (elem (i32.const 1) $inc $dec $other $rec)
     (func $inc (type $unary) (i64.add (local.get 0) (i64.const 1)))
     (func $dec (type $unary) (i64.sub (local.get 0) (i64.const 1)))
     (func $other (param i32))
     (func $rec (type $unary) (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 5))
       (else (call_indirect (type $unary) (i64.sub (local.get 0) (i64.const 1)) (i32.const 4)))))
     (func (export "through") (param i64 i32) (result i64)
       (call_indirect (type $unary) (local.get 0) (local.get 1)))
     (func (export "tail") (param i64 i32) (result i64)
       (return_call_indirect (type $unary) (local.get 0) (local.get 1)))
     (func (export "swap") (table.set (i32.const 1) (table.get (i32.const 2))))`,
    `${CALLS}function part(engine, module) {
  const store = new Store(engine);
  const [instance, neighbour] = [new Instance(store, module), new Instance(store, module)];
  const first = run(instance, [['through', 41n, 1], ['through', 41n, 2], ['through', 1n, 0], ['through', 1n, 3],
    ['through', 1n, 6], ['through', 3n, 4], ['tail', -1n, 1], ['swap'], ['through', 41n, 1]]);
  instance.getTable('table').set(5, neighbour.getTable('table').get(1));
  return first.concat(run(instance, [['through', 0x7fffffffn, 5]]), run(neighbour, [['through', 1n, 1]]));
}`,
    [
      '42',
      '40',
      'RuntimeError: uninitialized element 0',
      'RuntimeError: indirect call type mismatch',
      'RuntimeError: undefined element',
      '5',
      '0',
      null,
      '40',
      '2147483648',
      '2',
    ],
  ),
  part(
    'has a start function, which is run for each instance',
    `(import "env" "started" (func $started (param i32)))
     (global $g (mut i32) (i32.const 3))
     (func $start (global.set $g (i32.mul (global.get $g) (i32.const 7))) (call $started (global.get $g)))
     (start $start)
     (func (export "g") (result i32) (global.get $g))`,
    `${CALLS}function part(engine, module) {
  const seen = [];
  const linker = new Linker(engine).func('env', 'started', (x) => { seen.push(x); });
  const store = new Store(engine);
  const instances = [1, 2].map(() => linker.instantiate(store, module));
  return { seen, values: instances.map((one) => one.call('g')) };
}`,
    { seen: [21, 21], values: [21, 21] },
  ),
  bytePages(
    part(
      'copies segments, active and passive ones',
      `(memory 100 100)
     (table 4 funcref)
     (data (i32.const 2) "abc\\00\\ff")
     (data $p "0123456789")
     (elem $e func $seven $seven)
     (func $seven (result i32) (i32.const 7))
     (func (export "init") (param i32 i32 i32) (memory.init $p (local.get 0) (local.get 1) (local.get 2)))
     (func (export "drop") (data.drop $p) (elem.drop $e))
     (func (export "peek") (param i32) (result i32) (i32.load (local.get 0)))
     (func (export "move") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
     (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
     (func (export "elements") (param i32 i32) (table.init $e (local.get 0) (i32.const 0) (local.get 1)))
     (func (export "seven") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))`,
      `${CALLS}function part(engine, module) {
  const store = new Store(engine);
  const [instance, other] = [new Instance(store, module), new Instance(store, module)];
  const results = run(instance, [['peek', 2], ['peek', 3], ['init', 10, 6, 4], ['peek', 10], ['init', 10, 7, 4],
    ['elements', 1, 2], ['seven', 2], ['seven', 3], ['move', 11, 2, 3], ['peek', 10], ['fill', 10, 255, 3], ['peek', 10],
    ['drop'], ['init', 0, 0, 1], ['elements', 0, 1], ['fill', 94, 0, 7]]);
  return results.concat(run(other, [['init', 0, 0, 4], ['peek', 0]]));
}`,
      [
        0x00636261,
        0xff006362 | 0,
        null,
        0x39383736,
        'RuntimeError: out of bounds memory access',
        null,
        7,
        'RuntimeError: uninitialized element 3',
        null,
        0x63626136,
        null,
        0x63ffffff,
        null,
        'RuntimeError: out of bounds memory access',
        'RuntimeError: out of bounds table access',
        'RuntimeError: out of bounds memory access',
        null,
        0x33323130,
      ],
    ),
  ),
  part(
    'has globals of all types, its own and imported ones',
    `(import "env" "shared" (global $shared (mut i64)))
     (import "env" "constant" (global $constant f64))
     (global $i (mut i32) (i32.const -5))
     (global $l (mut i64) (i64.const 0x123456789abcdef0))
     (global $f (mut f32) (f32.const 1.5))
     (global $d (mut f64) (global.get $constant))
     (global $r (mut externref) (ref.null extern))
     (global $fr funcref (ref.func $get))
     (global (export "visible") (mut i32) (i32.const 9))
     (func $get (export "get") (result i32 i64 f32 f64 i64)
       (global.get $i) (global.get $l) (global.get $f) (global.get $d) (global.get $shared))
     (func (export "set") (param i32 i64 f32 f64)
       (global.set $i (local.get 0)) (global.set $l (local.get 1))
       (global.set $f (local.get 2)) (global.set $d (local.get 3))
       (global.set $shared (i64.add (global.get $shared) (local.get 1)))
       (global.set 8 (i32.add (global.get 8) (i32.const 1))))
     (func (export "ref") (param externref) (result externref)
       (global.get $r) (global.set $r (local.get 0)))
     (func (export "null") (result i32) (ref.is_null (global.get $fr)))`,
    `${CALLS}function part(engine, module) {
  const store = new Store(engine);
  const shared = new Global(GlobalType.of('i64', true), 1n << 33n);
  const constant = new Global(GlobalType.of('f64', false), 0.1);
  const instance = new Instance(store, module, [shared, constant]);
  const other = new Instance(store, module, [shared, constant]);
  const results = run(instance, [['get'], ['set', 7, -1n, 0.25, -2.5], ['get'], ['ref', 'kept'], ['ref', null], ['null']]);
  return { results: results.concat(run(other, [['get']])), shared: shared.get(), visible: [instance, other].map((one) => one.getGlobal('visible').get()) };
}`,
    {
      results: [
        [-5, '1311768467463790320', 1.5, 0.1, '8589934592'],
        null,
        [7, '-1', 0.25, -2.5, '8589934591'],
        null,
        'kept',
        0,
        [-5, '1311768467463790320', 1.5, 0.1, '8589934591'],
      ],
      shared: '8589934591',
      visible: [10, 9],
    },
  ),
];
