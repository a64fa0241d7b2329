;; faulty: the driver of a sensor, with bugs. Shows what a guest cannot do to its neighbours.
;;
;; Exports
;;   read(raw: i32) -> i32      what it is for: a reading of 12 bits in per mille
;;   hoard(bytes: i32) -> i32   takes more memory: its size before, or -1
;;   spin()                     does not come back
;;   dig() -> i32               calls itself without end
;;   wild() -> i32              reads where it has no memory
;;   memory
;;
;; Memory: 16 bytes, and no maximum.
(module
  (memory (export "memory") 16 (pagesize 1))

  (func (export "read") (param $raw i32) (result i32)
    (i32.div_u (i32.mul (local.get $raw) (i32.const 1000)) (i32.const 4095)))

  (func (export "hoard") (param $bytes i32) (result i32)
    (memory.grow (local.get $bytes)))

  (func (export "spin")
    (loop $again (br $again)))

  (func $dig (export "dig") (result i32)
    (i32.add (call $dig) (i32.const 1)))

  (func (export "wild") (result i32)
    (i32.load (i32.const 1000000000))))
