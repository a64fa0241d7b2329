/** Modules of many shapes, for what predictions are compared over. */
import { binary } from '../extensions/program.js';
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

/** Of extensions, by name. */
export const EXTENDED: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  await Promise.all(
    Object.entries({
      extendedTags: `(import "env" "t" (tag (param i32))) (tag $a) (tag (export "b") (param i32 i64)) (tag (param f64))
        (func (export "f") (block $h (try_table (catch_all $h) (throw $a))))`,
      extendedCatches: `(tag $a (param i32)) (tag $b (param i64 f32)) (tag $c)
        (func $throws (param i32) (if (local.get 0) (then (throw $a (local.get 0)))) (throw $c))
        (func (export "f") (param i32) (result i32)
          (block $outer (result i32)
            (block $inner (result i64 f32)
              (try_table (catch $a $outer) (catch $b $inner)
                (call $throws (local.get 0)))
              (return (i32.const 1)))
            (drop) (i32.wrap_i64)))
        (func (export "g") (param i32) (result i32) (local i32)
          (block $done (loop $again
            (block $caught (result i32)
              (try_table (catch $a $caught) (catch_all $done)
                (br_if $again (i32.eqz (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
                (try_table (catch_all $again) (call $throws (local.get 0)))
                (br_if $done (i32.eqz (local.get 0))))
              (return (i32.const 5)))
            (local.set 1)))
          (local.get 1))`,
      extendedTypes: `(rec (type $a (sub (struct (field (ref null $b)) (field (mut i64)))))
          (type $b (sub final $a (struct (field (ref null $b)) (field (mut i64)) (field i32)))))
        (type $c (array (mut (ref null $a)))) (type $d (func (param (ref null $a)) (result (ref null $c))))
        (func (export "f") (result i32) (ref.test (ref $b) (struct.new_default $a)))`,
      extendedGlobals: `(type $s (struct (field i32) (field (ref null $s)) (field i64)))
        (type $n (array (mut i32)))
        (global (ref $s) (struct.new $s (i32.const 1) (struct.new_default $s) (i64.const 3)))
        (global (export "x") (mut (ref null $n)) (array.new_default $n (i32.const 20)))
        (global (mut i31ref) (ref.i31 (i32.const 5)))
        (func (export "f") (result i32) (struct.get $s 0 (global.get 0)))`,
      extendedTables: `(type $s (struct (field i32))) (type $f (func (result i32)))
        (table 10 (ref null $s)) (table (export "t") 6 12 anyref) (table 3 (ref $f) (ref.func $f))
        (func $f (export "f") (type $f) (call_ref $f (table.get 2 (i32.const 0))))`,
      extendedAddresses: `(memory i64 1 1) (memory i64 0 3) (table i64 7 9 funcref)
        (func (export "f") (result i32) (i32.load (i64.const 8)))`,
    }).map(async ([name, fields]) => [name, await binary(fields)] as const),
  ),
);

/** The shapes as modules, by name; page sizes other than WAT's are written in. */
export function shapes(): Record<string, Uint8Array> {
  const made = Object.fromEntries(
    Object.entries(FIELDS).map(([name, fields]) => [name, wat(`(module ${fields})`)]),
  );
  Object.assign(made, EXTENDED);
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
