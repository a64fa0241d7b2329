;; pt100: temperature from the resistance of a Pt100 sensor, by the Callendar-Van Dusen equation
;; (IEC 60751). Shows 64-bit floats. No memory.
;;
;; Exports
;;   resistance(celsius: f64) -> f64   ohms, for -200 to 850 degrees
;;   celsius(ohms: f64) -> f64         degrees; four steps of Newton's method below 0
;;   from_adc(raw: i32, full_scale: i32, reference: f64) -> f64
;;                                     degrees, from a reading against a reference resistor in ohms
(module
  (global $r0 f64 (f64.const 100))
  (global $a f64 (f64.const 3.9083e-3))
  (global $b f64 (f64.const -5.775e-7))
  (global $c f64 (f64.const -4.183e-12))

  (func $resistance (export "resistance") (param $t f64) (result f64)
    (local $sum f64)
    ;; 1 + A t + B t^2, and below 0 also C (t - 100) t^3
    (local.set $sum
      (f64.add
        (f64.const 1)
        (f64.mul
          (local.get $t)
          (f64.add (global.get $a) (f64.mul (global.get $b) (local.get $t))))))
    (if (f64.lt (local.get $t) (f64.const 0))
      (then
        (local.set $sum
          (f64.add
            (local.get $sum)
            (f64.mul
              (f64.mul (global.get $c) (f64.sub (local.get $t) (f64.const 100)))
              (f64.mul (local.get $t) (f64.mul (local.get $t) (local.get $t))))))))
    (f64.mul (global.get $r0) (local.get $sum)))

  (func $celsius (export "celsius") (param $ohms f64) (result f64)
    (local $t f64)
    (local $steps i32)
    ;; The quadratic formula.
    (local.set $t
      (f64.div
        (f64.sub
          (f64.sqrt
            (f64.sub
              (f64.mul (global.get $a) (global.get $a))
              (f64.mul
                (f64.mul (f64.const 4) (global.get $b))
                (f64.sub (f64.const 1) (f64.div (local.get $ohms) (global.get $r0))))))
          (global.get $a))
        (f64.mul (f64.const 2) (global.get $b))))
    (if (f64.lt (local.get $t) (f64.const 0))
      (then
        (local.set $steps (i32.const 4))
        (loop $newton
          ;; The derivative without the cubic part is close enough to converge.
          (local.set $t
            (f64.sub
              (local.get $t)
              (f64.div
                (f64.sub (call $resistance (local.get $t)) (local.get $ohms))
                (f64.mul
                  (global.get $r0)
                  (f64.add
                    (global.get $a)
                    (f64.mul (f64.mul (f64.const 2) (global.get $b)) (local.get $t)))))))
          (br_if $newton
            (local.tee $steps (i32.sub (local.get $steps) (i32.const 1)))))))
    (local.get $t))

  (func (export "from_adc")
    (param $raw i32) (param $full_scale i32) (param $reference f64) (result f64)
    (call $celsius
      (f64.mul
        (local.get $reference)
        (f64.div
          (f64.convert_i32_u (local.get $raw))
          (f64.convert_i32_u (local.get $full_scale)))))))
