/** Modules of many shapes, for what predictions are compared over. */
import { wat } from '../validation/wat.js';

const times = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('\n');

const TYPES = ['i32', 'i64', 'f32', 'f64'] as const;
const constant = (type: string, i: number): string => `(${type}.const ${i})`;

/** Fields of modules in the text format, by name. */
const FIELDS: Readonly<Record<string, string>> = {
  empty: '',
  function: '(func (export "f") (result i32) (i32.const 1))',
  functions50: times(
    50,
    (i) =>
      `(func (export "f${i}") (param i32) (result i32) (i32.add (local.get 0) (i32.const ${i})))`,
  ),
  deepCalls:
    times(
      7,
      (i) => `(func $deep${i} (param f64) (result f64) (local ${'f64 '.repeat(24)})
        ${times(24, (n) => `(local.set ${n + 1} (f64.mul (local.get 0) (f64.const ${n})))`)}
        ${i < 6 ? `(call $deep${i + 1} (local.get 0))` : '(local.get 0)'}
        ${times(24, (n) => `(f64.add (local.get ${n + 1}))`)})`,
    ) + '(func (export "f") (result f64) (call $deep0 (f64.const 1)))',
  longNames: times(5, (i) => `(func (export "${'a'.repeat(60)}${i}"))`),
  types20:
    times(
      20,
      (i) => `(type (func (param ${'i32 '.repeat(i + 1)}) (result ${i % 2 ? 'f64 i32' : 'i64'})))`,
    ) + '(func (export "f"))',
  memory1: '(memory (export "m") 0) (func (export "f"))',
  hugeGlobals: times(40, (i) => `(global (mut ${TYPES[i % 4]}) ${constant(TYPES[i % 4]!, i)})`),
  constants:
    times(10, (i) => `(global $c${i} i32 (i32.const ${i}))`) +
    '(func (export "f") (result i32) (global.get $c3))',
  exportedGlobals: times(
    6,
    (i) => `(global (export "g${i}") (mut ${TYPES[i % 4]}) ${constant(TYPES[i % 4]!, i)})`,
  ),
  importedGlobals:
    times(4, (i) => `(import "env" "g${i}" (global ${TYPES[i % 4]}))`) +
    '(global i32 (global.get 0))',
  mixedGlobals:
    '(import "env" "g0" (global i32)) (global (export "a") i32 (global.get 0)) (global (mut i64) (i64.const 5)) (global f64 (f64.const 0.5))',
  table1: '(table 1 funcref) (func $f (export "f")) (elem (i32.const 0) $f)',
  table40: `(table 40 funcref) ${times(40, (i) => `(func $f${i} (result i32) (i32.const ${i}))`)} (elem (i32.const 0) ${times(40, (i) => `$f${i}`)})`,
  tableExported: '(table (export "t") 3 10 funcref) (func $f (export "f")) (elem (i32.const 1) $f)',
  tableImported:
    '(import "env" "t" (table 4 funcref)) (func $f (export "f")) (elem (i32.const 2) $f $f)',
  tables3: '(table 2 funcref) (table 5 externref) (table 0 funcref) (func (export "f"))',
  expressions:
    '(table 4 funcref) (func $f (export "f")) (func $g) (elem (i32.const 0) funcref (ref.func $f) (ref.null func) (ref.func $g))',
  passive:
    '(table 4 funcref) (func $f (export "f") (table.init $e (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $e)) (elem $e funcref (ref.func $f))',
  dropped: `(memory 1 1) (func (export "f") (memory.init $d9 (i32.const 0) (i32.const 0) (i32.const 1))) ${times(20, (i) => `(data $d${i} (i32.const ${i}) "x")`)}`,
  references:
    '(func $f (export "f")) (global (export "r") funcref (ref.func $f)) (global (mut externref) (ref.null extern))',
  imports12:
    times(12, (i) => `(import "env" "import${i}" (func (param i32 f64) (result i32)))`) +
    '(func (export "f"))',
  importsOfMany:
    times(5, (i) => `(import "module${i}" "f" (func (param ${TYPES[i % 4]})))`) +
    '(func (export "f"))',
  importAndTable:
    '(import "env" "a" (func $a)) (table 3 funcref) (elem (i32.const 0) $a $f $a) (func $f (export "f"))',
  memoryImported: '(import "env" "m" (memory 0)) (func (export "f"))',
  memories3: '(memory 0 1) (memory (export "b") 0) (memory 0 3) (func (export "f"))',
  start:
    '(memory 1 2) (func $s (i32.store (i32.const 0) (i32.const 7))) (start $s) (func (export "f") (result i32) (i32.load (i32.const 0)))',
  page: '(memory 1 1) (data (i32.const 100) "abc") (func (export "f") (result i32) (i32.load (i32.const 100)))',
  everything: `(import "env" "h" (func $h (param i32))) (import "env" "g0" (global i32))
    (memory (export "m") 0 4) (table (export "t") 6 12 funcref) (global (export "x") (mut i64) (i64.const 1)) (global (mut f64) (f64.const 2))
    (func $f (export "f") (param i32) (call $h (local.get 0))) (func $g (export "g") (result f64) (global.get 2)) (elem (i32.const 1) $f $g)`,
};

/** The shapes as modules, by name; page sizes other than WAT's are written in. */
export function shapes(): Record<string, Uint8Array> {
  const made = Object.fromEntries(
    Object.entries(FIELDS).map(([name, fields]) => [name, wat(`(module ${fields})`)]),
  );
  for (const bytes of [1, 7, 100, 300, 1024, 2500, 8000]) made[`bytes${bytes}`] = withMemory(bytes);
  return made;
}

/** A module with a memory of so many 1-byte pages, and twice as many at most. */
function withMemory(bytes: number): Uint8Array {
  const leb = (value: number): number[] =>
    value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)];
  const body = [1, 0x01 | 0x08, ...leb(bytes), ...leb(2 * bytes), 0];
  return Uint8Array.from([
    0,
    0x61,
    0x73,
    0x6d,
    1,
    0,
    0,
    0,
    ...[1, 5, 1, 0x60, 0, 1, 0x7f], // () -> i32
    ...[3, 2, 1, 0],
    ...[5, body.length, ...body],
    ...[7, 5, 1, 1, 0x66, 0, 0], // f
    ...[10, 9, 1, 7, 0, 0x41, 0, 0x2d, 0, 0, 0x0b],
  ]);
}
