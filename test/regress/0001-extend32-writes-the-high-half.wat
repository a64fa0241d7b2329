;; i64.extend32_s became an instruction that left the high half of its operand.
(module
  (func (export "f") (param i64) (result i64) (i64.extend32_s (local.get 0))))
;; f(i64:4294967295) = i64:-1
;; f(i64:-4294967295) = i64:1
