/** A guest that takes as much as it can get, in every way that extensions offer. */

const CHAIN = Array.from({ length: 63 }, (_, i) =>
  i === 0 ? '(type $c0 (sub (struct)))' : `(type $c${i} (sub $c${i - 1} (struct (field i32))))`,
).join(' ');

export const HOSTILE = `
  (type $node (struct (field (mut anyref)) (field (mut i32))))
  (type $bytes (array (mut i8))) (type $longs (array (mut i64))) (type $doubles (array (mut f64)))
  (type $refs (array (mut anyref)))
  (rec ${CHAIN})
  (type $wide (struct ${'(field (mut anyref))'.repeat(40)}))
  (tag $link (param exnref i32)) (tag $any (param anyref))
  (import "env" "take" (func $take (param anyref)))
  (import "env" "again" (func $again (param i32)))
  (data $d "abcdefgh") (elem $e anyref (struct.new_default $node) (ref.null any))
  (global $kept (mut anyref) (ref.null any))
  (func (export "list") (local $all anyref)
    (loop $l (local.set $all (struct.new $node (local.get $all) (i32.const 1))) (br $l)))
  (func (export "wide") (local $all (ref null $wide)) (local $next (ref null $wide))
    (loop $l
      (local.set $next (struct.new_default $wide))
      (struct.set $wide 39 (local.get $next) (local.get $all))
      (local.set $all (local.get $next)) (br $l)))
  (func (export "tree") (local $all anyref)
    (loop $l
      (local.set $all (array.new $refs (local.get $all) (i32.const 2))) (br $l)))
  (func (export "buffers") (local $all anyref)
    (loop $l
      (local.set $all (array.new_fixed $refs 2 (local.get $all) (array.new $bytes (i32.const 7) (i32.const 300))))
      (br $l)))
  (func (export "global")
    (loop $l (global.set $kept (struct.new $node (global.get $kept) (i32.const 1))) (br $l)))
  (func (export "given") (local $all anyref)
    (loop $l
      (local.set $all (struct.new $node (local.get $all) (i32.const 1)))
      (call $take (local.get $all)) (br $l)))
  (func (export "exceptions") (local $all exnref)
    (loop $l
      (block $h (result exnref i32 exnref)
        (try_table (catch_ref $link $h) (throw $link (local.get $all) (i32.const 1)))
        (unreachable))
      (local.set $all) (drop) (drop) (br $l)))
  (func (export "mixed") (local $all anyref)
    (loop $l
      (block $h (result anyref)
        (try_table (catch $any $h)
          (throw $any (array.new $refs (struct.new $node (local.get $all) (i32.const 0)) (i32.const 1))))
        (unreachable))
      (local.set $all) (br $l)))
  (func (export "garbage") (param i32) (result i32) (local $a (ref null $node)) (local $b (ref null $node))
    (loop $l
      (local.set $a (struct.new $node (ref.null any) (local.get 0)))
      (local.set $b (struct.new $node (local.get $a) (local.get 0)))
      (struct.set $node 0 (local.get $a) (local.get $b))
      (drop (array.new $refs (local.get $a) (i32.const 4)))
      (block $h (try_table (catch_all $h) (throw $any (local.get $a))))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (struct.get $node 1 (local.get $b)))
  (func (export "length") (param i32 i32) (result i32)
    (block $0 (block $1 (block $2 (block $3 (block $4
      (br_table $0 $1 $2 $3 $4 (local.get 0)))
      (return (array.len (array.new_default $refs (local.get 1)))))
      (return (array.len (array.new $doubles (f64.const 1) (local.get 1)))))
      (return (array.len (array.new $longs (i64.const 1) (local.get 1)))))
      (return (array.len (array.new_data $bytes $d (i32.const 1) (local.get 1)))))
    (array.len (array.new_elem $refs $e (i32.const 1) (local.get 1))))
  (func (export "range") (param i32 i32 i32) (local $a (ref null $longs)) (local $r (ref null $refs)) (local $b (ref null $bytes))
    (local.set $a (array.new_default $longs (i32.const 4)))
    (local.set $r (array.new_default $refs (i32.const 4)))
    (local.set $b (array.new_default $bytes (i32.const 4)))
    (block $0 (block $1 (block $2 (block $3 (block $4 (block $5
      (br_table $0 $1 $2 $3 $4 $5 (local.get 0)))
      (return (array.fill $longs (local.get $a) (local.get 1) (i64.const 1) (local.get 2))))
      (return (array.copy $longs $longs (local.get $a) (local.get 1) (local.get $a) (i32.const 0) (local.get 2))))
      (return (array.copy $refs $refs (local.get $r) (i32.const 0) (local.get $r) (local.get 1) (local.get 2))))
      (return (array.init_data $bytes $d (local.get $b) (local.get 1) (i32.const 0) (local.get 2))))
      (return (array.init_elem $refs $e (local.get $r) (local.get 1) (i32.const 0) (local.get 2))))
    (array.set $longs (local.get $a) (local.get 1) (i64.const 0)))
  (func (export "casts") (param i32) (result i32) (local $o anyref) (local $n i32)
    (local.set $o (struct.new_default $c62))
    (loop $l
      (if (ref.test (ref $c0) (local.get $o)) (then (local.set $n (i32.add (local.get $n) (i32.const 1)))))
      (if (ref.test (ref $c62) (local.get $o)) (then (local.set $n (i32.add (local.get $n) (i32.const 1)))))
      (drop (ref.cast (ref $c31) (local.get $o)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $n))
  (func $deep (export "deep") (param i32) (result i32)
    (block $h (result exnref)
      (try_table (result i32) (catch_all_ref $h)
        (i32.add (call $deep (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
      (return))
    (drop) (i32.const 7))
  (func (export "host") (param i32)
    (block $h (try_table (catch_all $h) (call $again (local.get 0)) (return)))
    (throw $any (ref.null any)))
  (func (export "answer") (result i32) (struct.get $node 1 (struct.new $node (ref.null any) (i32.const 42))))`;

/** What must end because there is no more room; the last one keeps what it has. */
export const GREEDY = [
  'list',
  'wide',
  'tree',
  'buffers',
  'given',
  'exceptions',
  'mixed',
  'global',
] as const;

const LIMITED = 'RuntimeError: growth operation limited';
const BEYOND_ARRAY = 'RuntimeError: out of bounds array access';

/** Calls, and what they give or throw. */
export const CALLS: readonly (readonly [string, readonly number[], number | string])[] = [
  ...[0, 1, 2].flatMap((kind) =>
    [-1, 0x7fffffff, -0x80000000].map((n) => ['length', [4 - kind, n], LIMITED] as const),
  ),
  ['length', [1, -1], 'RuntimeError: out of bounds memory access'],
  ['length', [1, 8], 'RuntimeError: out of bounds memory access'],
  ['length', [1, 7], 7],
  ['length', [0, -1], 'RuntimeError: out of bounds table access'],
  ['length', [0, 2], 'RuntimeError: out of bounds table access'],
  ['length', [0, 1], 1],
  ...[1, 2, 3, 4, 5].flatMap((kind) => [
    ['range', [kind, -1, 1], BEYOND_ARRAY] as const,
    ['range', [kind, 1, -1], BEYOND_ARRAY] as const,
    ['range', [kind, -1, -1], BEYOND_ARRAY] as const,
    ['range', [kind, 3, 2], BEYOND_ARRAY] as const,
    ['range', [kind, 5, 0], BEYOND_ARRAY] as const,
  ]),
  ['range', [0, 4, 0], BEYOND_ARRAY],
  ['range', [0, -1, 0], BEYOND_ARRAY],
  ['casts', [100], 200],
  ['garbage', [300], 1],
  ['answer', [], 42],
];
