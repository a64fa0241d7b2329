;; f32.convert_i64_u rounded to f64 first, and so twice.
(module
  (func (export "f") (param i64) (result f32) (f32.convert_i64_u (local.get 0))))
;; f(i64:9007199791611905) = f32:9007200328482816
;; f(i64:-1) = f32:18446744073709552000
