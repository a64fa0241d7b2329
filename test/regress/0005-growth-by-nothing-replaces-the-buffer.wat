;; A memory that has its most pages gets another buffer all the same when it grows by nothing.
(module
  (memory 1 1)
  (func $grow (result i32) (memory.grow (i32.const 0)))
  (func (export "own") (param i32) (result i32)
    (i32.store (local.get 0) (i32.const 7))
    (i32.load (i32.sub (memory.grow (i32.const 0)) (i32.const 1))))
  (func (export "callee") (param i32) (result i32)
    (i32.store (local.get 0) (i32.const 8))
    (drop (call $grow))
    (i32.load (local.get 0)))
)
;; own(i32:0) = i32:7
;; callee(i32:4) = i32:8
