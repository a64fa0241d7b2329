;; blink: plays a blink pattern on two pins of the host. Shows a host import and a start function.
;;
;; Import
;;   env.gpio_write (pin: i32, level: i32)   sets a pin; the host decides what that means
;; Exports
;;   tick() -> i32        one step of the pattern: writes the pins that change; the step's number
;;   load(word: i32)      a new pattern of 8 steps, 2 bits each, first step lowest;
;;                        bit 0 of a step is pin 0, bit 1 is pin 1
;;   memory
;;
;; Memory, 4 bytes: pattern (2), current step (1), levels of the pins (1).
(module
  (import "env" "gpio_write" (func $gpio_write (param i32 i32)))
  (memory (export "memory") 4 4 (pagesize 1))
  ;; off, pin 0, off, pin 0, off, pin 1, both, pin 1
  (data (i32.const 0) "\44\b8")

  ;; Both pins are written once at the start, so that the host's state is known.
  (start $start)
  (func $start
    (call $gpio_write (i32.const 0) (i32.const 0))
    (call $gpio_write (i32.const 1) (i32.const 0)))

  (func $write_if_changed (param $pin i32) (param $levels i32)
    (if (i32.and
          (i32.shr_u
            (i32.xor (local.get $levels) (i32.load8_u offset=3 (i32.const 0)))
            (local.get $pin))
          (i32.const 1))
      (then
        (call $gpio_write
          (local.get $pin)
          (i32.and (i32.shr_u (local.get $levels) (local.get $pin)) (i32.const 1))))))

  (func (export "tick") (result i32)
    (local $step i32)
    (local $levels i32)
    (local.set $step (i32.load8_u offset=2 (i32.const 0)))
    (local.set $levels
      (i32.and
        (i32.shr_u
          (i32.load16_u (i32.const 0))
          (i32.shl (local.get $step) (i32.const 1)))
        (i32.const 3)))
    (call $write_if_changed (i32.const 0) (local.get $levels))
    (call $write_if_changed (i32.const 1) (local.get $levels))
    (i32.store8 offset=3 (i32.const 0) (local.get $levels))
    (i32.store8 offset=2 (i32.const 0)
      (i32.and (i32.add (local.get $step) (i32.const 1)) (i32.const 7)))
    (local.get $step))

  (func (export "load") (param $word i32)
    (i32.store16 (i32.const 0) (local.get $word))
    (i32.store8 offset=2 (i32.const 0) (i32.const 0))))
