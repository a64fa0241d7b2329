;; Active and passive segments, and bulk operations up to the edge of what is used.
;;
;; Exports
;;   init(to: i32, from: i32, count: i32)   memory.init of the passive segment of 10 bytes
;;   drop()                                 data.drop of it
;;   copy(to: i32, from: i32, count: i32)
;;   fill(to: i32, byte: i32, count: i32)
;;   load(address: i32) -> i32
(module
  (memory (export "memory") 1 1)
  (data (i32.const 0) "active")
  (data $passive "0123456789")
  (data (i32.const 120) "\01\02\03\04\05\06\07\08")
  (func (export "init") (param i32 i32 i32)
    (memory.init $passive (local.get 0) (local.get 1) (local.get 2)))
  (func (export "drop") (data.drop $passive))
  (func (export "copy") (param i32 i32 i32)
    (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
