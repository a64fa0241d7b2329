;; V8's Math.floor and the like return a signalling NaN as it is; WebAssembly wants a quiet one.
(module
  (func (export "f") (param i64) (result i64)
    (i64.and (i64.const 0x8000000000000)
      (i64.reinterpret_f64 (f64.floor (f64.reinterpret_i64 (local.get 0)))))))
;; f(i64:9218868437227405313) = i64:2251799813685248
