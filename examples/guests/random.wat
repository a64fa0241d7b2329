;; random: the PCG-XSH-RR 64/32 random number generator (O'Neill, 2014). Shows 64-bit integers in
;; parameters, results, globals and arithmetic. No memory.
;;
;; Exports
;;   seed(state: i64, sequence: i64)   start a sequence, as pcg32_srandom does
;;   next() -> i32                     the next 32 bits
;;   below(bound: i32) -> i32          an unbiased number from 0 to bound - 1 (unsigned);
;;                                     a bound of 0 traps with "integer divide by zero"
;;   state() -> i64                    the generator's state
(module
  (global $state (mut i64) (i64.const 0))
  (global $increment (mut i64) (i64.const 1))

  (func $seed (export "seed") (param $initial i64) (param $sequence i64)
    (global.set $state (i64.const 0))
    (global.set $increment (i64.or (i64.shl (local.get $sequence) (i64.const 1)) (i64.const 1)))
    (drop (call $next))
    (global.set $state (i64.add (global.get $state) (local.get $initial)))
    (drop (call $next)))

  (func $next (export "next") (result i32)
    (local $old i64)
    (local.set $old (global.get $state))
    (global.set $state
      (i64.add
        (i64.mul (local.get $old) (i64.const 6364136223846793005))
        (global.get $increment)))
    (i32.rotr
      (i32.wrap_i64
        (i64.shr_u
          (i64.xor (i64.shr_u (local.get $old) (i64.const 18)) (local.get $old))
          (i64.const 27)))
      (i32.wrap_i64 (i64.shr_u (local.get $old) (i64.const 59)))))

  (func (export "below") (param $bound i32) (result i32)
    (local $threshold i32)
    (local $value i32)
    ;; 2^32 mod bound: numbers under it would make small results more frequent.
    (local.set $threshold
      (i32.rem_u (i32.sub (i32.const 0) (local.get $bound)) (local.get $bound)))
    (loop $again
      (local.set $value (call $next))
      (br_if $again (i32.lt_u (local.get $value) (local.get $threshold))))
    (i32.rem_u (local.get $value) (local.get $bound)))

  (func (export "state") (result i64)
    (global.get $state)))
