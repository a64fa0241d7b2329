;; calculator: a stack machine of its own, with its operations in a table. Shows call_indirect.
;;
;; Exports
;;   apply(op: i32, a: i32, b: i32) -> i32   0 add, 1 subtract, 2 multiply, 3 divide, 4 remainder,
;;                                           5 minimum, 6 maximum; any other operation traps with
;;                                           "undefined element", a division by 0 with
;;                                           "integer divide by zero"
;;   push(value: i32)                        put a value on the stack (8 deep; traps when full)
;;   run(op: i32) -> i32                     take two values, put the result and return it;
;;                                           traps when there are fewer than two
;;   depth() -> i32                          values on the stack
;;
;; Memory, 32 bytes: the stack. It grows up from 0, so a ninth value is out of bounds.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (memory 32 32 (pagesize 1))
  (global $top (mut i32) (i32.const 0)) ;; in bytes
  (table 7 7 funcref)
  (elem (i32.const 0) $add $sub $mul $div $rem $min $max)

  (func $add (type $binary) (i32.add (local.get 0) (local.get 1)))
  (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (func $mul (type $binary) (i32.mul (local.get 0) (local.get 1)))
  (func $div (type $binary) (i32.div_s (local.get 0) (local.get 1)))
  (func $rem (type $binary) (i32.rem_s (local.get 0) (local.get 1)))
  (func $min (type $binary)
    (select (local.get 0) (local.get 1) (i32.lt_s (local.get 0) (local.get 1))))
  (func $max (type $binary)
    (select (local.get 0) (local.get 1) (i32.gt_s (local.get 0) (local.get 1))))

  (func $apply (export "apply") (param $op i32) (param $a i32) (param $b i32) (result i32)
    (call_indirect (type $binary) (local.get $a) (local.get $b) (local.get $op)))

  (func $push (export "push") (param $value i32)
    (i32.store (global.get $top) (local.get $value))
    (global.set $top (i32.add (global.get $top) (i32.const 4))))

  ;; Below the stack the address is negative, which as an unsigned one is out of bounds: the pop
  ;; of an empty stack traps by itself. The stack is touched last, so that a trap leaves it as it was.
  (func (export "run") (param $op i32) (result i32)
    (local $result i32)
    (local.set $result
      (call $apply
        (local.get $op)
        (i32.load (i32.sub (global.get $top) (i32.const 8)))
        (i32.load (i32.sub (global.get $top) (i32.const 4)))))
    (global.set $top (i32.sub (global.get $top) (i32.const 8)))
    (call $push (local.get $result))
    (local.get $result))

  (func (export "depth") (result i32)
    (i32.shr_u (global.get $top) (i32.const 2))))
