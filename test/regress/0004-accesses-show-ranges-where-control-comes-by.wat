;; What an access in a branch showed of its address was taken for true behind the branch too, and
;; the sum was not brought back to 32 bits.
(module
  (memory 1 3)
  (func (export "f") (param i32) (result i32)
    (local i32)
    (loop $l
      (if (i32.le_s (i32.const 1591260903) (local.get 1))
        (then (i32.store offset=32 (local.get 1) (local.get 1))))
      (br_if $l (local.tee 1 (i32.add (local.get 1) (i32.const 1073741824)))))
    (local.get 0))
  (func (export "g") (param i32) (result i32)
    (if (local.get 0) (then) (else (drop (i32.load (local.get 0)))))
    (i32.lt_s (local.get 0) (i32.const 0)))
  (func (export "h") (param i32) (result i32)
    (block $b
      (br_if $b (i32.lt_s (local.get 0) (i32.const 0)))
      (drop (i32.load8_u (local.get 0))))
    (i32.gt_s (local.get 0) (i32.const 200000))))
;; f(i32:7) = i32:7
;; g(i32:-1) = i32:1
;; h(i32:-2147483648) = i32:0
;; h(i32:65535) = i32:0
