;; Two memories of pages of 64 KiB, one with data, one to copy into, both asked for their size.
;;
;; Exports
;;   move(to: i32, from: i32, count: i32)   from the first memory into the second
;;   load(address: i32) -> i32              from the second
;;   sizes() -> i32                         the sizes in pages: first + 100 * second
;;   grow(pages: i32) -> i32                the second memory's size before, or -1
(module
  (memory $first 1 1)
  (memory $second 1 3)
  (data (memory $first) (i32.const 8) "one memory and another")
  (func (export "move") (param i32 i32 i32)
    (memory.copy $second $first (local.get 0) (local.get 1) (local.get 2)))
  (func (export "load") (param i32) (result i32) (i32.load8_u $second (local.get 0)))
  (func (export "sizes") (result i32)
    (i32.add (memory.size $first) (i32.mul (i32.const 100) (memory.size $second))))
  (func (export "grow") (param i32) (result i32) (memory.grow $second (local.get 0))))
