;; An allocator by hand: blocks from 64 on, one page more whenever the end of memory is passed.
;;
;; Exports
;;   alloc(bytes: i32) -> i32      the block's address; -1 when memory is out
;;   length(address: i32) -> i32   of a text that ends with 0; "hello, world" is at 16
;;   fill(address: i32, byte: i32, count: i32)
;;   load(address: i32) -> i32
(module
  (memory (export "memory") 1 4)
  (data (i32.const 16) "hello, world\00")
  (global $next (mut i32) (i32.const 64))
  (func (export "alloc") (param $bytes i32) (result i32) (local $start i32) (local $end i32)
    (local.set $start (global.get $next))
    (local.set $end (i32.add (local.get $start) (local.get $bytes)))
    (block $fits
      (loop $again
        (br_if $fits (i32.le_u (local.get $end) (i32.mul (memory.size) (i32.const 65536))))
        (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
        (return (i32.const -1))))
    (global.set $next (local.get $end))
    (local.get $start))
  (func (export "length") (param $address i32) (result i32) (local $n i32)
    (block $end
      (loop $next
        (br_if $end (i32.eqz (i32.load8_u (i32.add (local.get $address) (local.get $n)))))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (br $next)))
    (local.get $n))
  (func (export "fill") (param i32 i32 i32)
    (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
