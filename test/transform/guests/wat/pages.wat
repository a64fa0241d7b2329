;; Grows memory by whole pages and hands their numbers to the caller, not to an allocator.
;;
;; Exports
;;   size() -> i32
;;   grow(pages: i32) -> i32
;;   store(address: i32, value: i32)
;;   load(address: i32) -> i32
(module
  (memory (export "memory") 1 5)
  (data (i32.const 32) "\2a\00\00\00")
  (func (export "size") (result i32) (memory.size))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "store") (param i32 i32) (i32.store (local.get 0) (local.get 1)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
