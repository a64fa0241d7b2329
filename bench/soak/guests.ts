/** What the soak runs: guests that take whatever they can get. */
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';

/** By name; as a resource, each is `NAME.wasm`. */
const GUESTS: Readonly<Record<string, string>> = {
  /** Grows everything, makes functions of functions, fills the stack with numbers and references. */
  greedy: `(memory (export "memory") 64 (pagesize 1)) (table 4 funcref) (table $x 0 externref)
    (global (mut i64) (i64.const 7)) (global (mut i32) (i32.const 1))
    (data $d "some bytes") (elem $e func 0 1 2)
    (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
    (func (export "table") (param i32) (result i32) (table.grow 0 (ref.null func) (local.get 0)))
    (func (export "externs") (param externref i32) (result i32)
      (table.grow $x (local.get 0) (local.get 1)))
    (func $down (export "recurse") (param i32) (result i64) (local i64 i64 i64)
      (if (result i64) (i32.eqz (local.get 0)) (then (i64.const 1))
        (else (i64.add (local.get 2) (call $down (i32.sub (local.get 0) (i32.const 1)))))))
    (func $refs (export "references") (param i32) (param externref)
      (local funcref externref externref)
      (local.set 3 (local.get 1)) (local.set 4 (local.get 1)) (local.set 2 (ref.func $down))
      (if (local.get 0)
        (then (call $refs (i32.sub (local.get 0) (i32.const 1)) (local.get 3)))))
    (func (export "values") (param i32)
      (table.set (local.get 0) (ref.func $down)) (table.set (local.get 0) (ref.func $refs))
      (drop (table.get (local.get 0))))
    (func (export "segments")
      (memory.init $d (i32.const 0) (i32.const 0) (i32.const 4)) (data.drop $d)
      (table.init $e (i32.const 0) (i32.const 0) (i32.const 3)) (elem.drop $e))
    (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 170) (local.get 0)))`,
  /** Two of these call each other through their store's table, as deep as they are told. */
  pair: `(import "env" "table" (table 2 funcref)) (import "env" "me" (global $me i32))
    (type $t (func (param i32) (result i32)))
    (func $f (type $t)
      (if (result i32) (i32.eqz (local.get 0)) (then (global.get $me))
        (else (call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1))
          (i32.sub (i32.const 1) (global.get $me))))))
    (elem declare func $f)
    (func (export "join") (table.set (global.get $me) (ref.func $f)))
    (func (export "f") (type $t) (i32.add (i32.const 0) (call $f (local.get 0))))`,
  /** Fails when it has taken something. */
  broken: `(memory 500 (pagesize 1)) (table 20 funcref)
    (func $s (drop (memory.grow (i32.const 700))) (drop (table.grow (ref.null func) (i32.const 9)))
      unreachable)
    (start $s)`,
  /** Needs two memories, and may get only one. */
  twice: `(memory 1500 (pagesize 1)) (memory 9000 (pagesize 1))
    (func (export "grow") (param i32) (result i32) (memory.grow 1 (local.get 0)))`,
  /** Has much of what is small. */
  wide: `${Array.from({ length: 24 }, (_, i) => `(global (export "g${i}") (mut i64) (i64.const ${i}))`).join(' ')}
    ${Array.from({ length: 24 }, (_, i) => `(func (export "f${i}") (result i64) (global.get ${i}))`).join(' ')}`,
};

/** The binaries by file name. */
export async function guests(): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, text] of Object.entries(GUESTS)) {
    files[`${name}.wasm`] = await parse(`(module ${text})`);
  }
  return files;
}
