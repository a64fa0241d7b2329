/** A module with every instruction of extensions, and every kind of type. */
export const EXTENSIONS = `(module
  (type $point (struct (field $x i32) (field $y (mut f64)) (field i64)))
  (rec
    (type $node (sub (struct (field (mut i8)) (field (ref null $node)) (field (ref null $list)))))
    (type $list (array (mut (ref null $node)))))
  (rec (type $alone (sub final $node
    (struct (field (mut i8)) (field (ref null $node)) (field (ref null $list)) (field i16)))))
  (rec)
  (type $same (struct (field i32) (field (mut f64)) (field i64)))
  (type $bytes (array (mut i8)))
  (type $halves (sub (array i16)))
  (type $op (func (param i32) (result i32)))
  (type $held (func (param i32 i64)))
  (type $step (sub (func (param (ref $same)) (result funcref externref anyref eqref i31ref
    structref arrayref exnref nullref nullexternref nullfuncref nullexnref))))
  (type $step2 (sub $step (func (param (ref $point)) (result funcref externref anyref eqref i31ref
    structref arrayref exnref nullref nullexternref nullfuncref nullexnref))))
  (import "env" "tag" (tag $imported (param f32)))
  (import "env" "global" (global (ref null $same)))
  (import "env" "table" (table 1 (ref null $op)))
  (table $refs 2 (ref any) (ref.i31 (i32.const 7)))
  (tag $e (type $held))
  (tag)
  (global (ref $point) (struct.new $point (i32.const 1) (f64.const 2) (i64.const 3)))
  (global (ref null extern) (extern.convert_any (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2))))
  (global (mut (ref func)) (ref.func $f))
  (elem $nodes (ref null $node) (item (ref.null $node)) (item (struct.new_default $node2)))
  (type $node2 (sub final $node
    (struct (field (mut i8)) (field (ref null $node)) (field (ref null $list)))))
  (data $d "0123")
  (func $f (type $op) local.get 0)
  (func $exceptions (param i32) (result i32)
    block $one (result i32 i64)
      block $one_ref (result i32 i64 exnref)
        block $all
          block $all_ref (result exnref)
            try_table (result i32) (catch $e $one) (catch_ref $e $one_ref)
              (catch_all $all) (catch_all_ref $all_ref)
              try_table
                local.get 0  i64.const 5  throw $e
              end
              i32.const 1
            end
            return
          end
          throw_ref
        end
        i32.const 2  return
      end
      drop  drop  return
    end
    drop)
  (func $references (param (ref null $op)) (param $r (ref $op)) (result i32)
    (local (ref null $node) anyref (ref null i31))
    block $null
      block $some (result (ref $op))
        local.get 0  br_on_null $null  drop
        local.get 0  br_on_non_null $some
        i32.const 1  local.get 0  ref.as_non_null  return_call_ref $op
      end
      drop
    end
    i32.const 3  local.get $r  call_ref $op
    local.get $r  ref.null $op  i32.const 0  select (result (ref null $op))  drop)
  (func $casts (param $a anyref) (result i32)
    block $l (result (ref null $node))
      local.get $a  br_on_cast $l anyref (ref null $node)  drop
      local.get $a  br_on_cast $l (ref null any) (ref $alone)  drop
      ref.null none
    end
    drop
    block $m (result anyref)
      local.get $a  br_on_cast_fail $m anyref (ref i31)  i31.get_s  drop
      local.get $a  br_on_cast_fail $m anyref i31ref  i31.get_u  drop
      local.get $a
    end
    ref.test (ref $list)
    local.get $a  ref.test (ref null struct)  i32.add
    local.get $a  ref.cast (ref eq)  local.get $a  ref.cast eqref  ref.eq  i32.add
    local.get $a  extern.convert_any  any.convert_extern  ref.cast (ref null array)  array.len  i32.add)
  (func $aggregates (param $p (ref $point)) (param $n (ref $node)) (param $b (ref $bytes))
    (local $h (ref null $halves))
    local.get $p  struct.get $point $x  drop
    local.get $p  f64.const 1  struct.set $point $y
    local.get $p  struct.get $same 2  drop
    local.get $n  struct.get_s $node 0  drop
    local.get $n  struct.get_u $node 0  drop
    i32.const 1  i32.const 5  array.new $halves  local.set $h
    i32.const 3  array.new_default $bytes  drop
    i32.const 0  i32.const 2  array.new_data $halves $d  drop
    i32.const 0  i32.const 1  array.new_elem $list $nodes  drop
    local.get $h  i32.const 0  array.get_s $halves  drop
    local.get $h  i32.const 0  array.get_u $halves  drop
    local.get $n  struct.get $node 2  i32.const 0  array.get $list  drop
    local.get $b  i32.const 0  i32.const 7  array.set $bytes
    local.get $b  i32.const 0  i32.const 7  i32.const 2  array.fill $bytes
    local.get $b  i32.const 0  local.get $b  i32.const 1  i32.const 2  array.copy $bytes $bytes
    local.get $b  i32.const 0  i32.const 1  i32.const 2  array.init_data $bytes $d
    local.get $n  struct.get $node 2  i32.const 0  i32.const 0  i32.const 1  array.init_elem $list $nodes)
  (func $wide (param i64) (result i64 i64)
    local.get 0  local.get 0  i64.mul_wide_s
    local.get 0  local.get 0  i64.mul_wide_u  i64.add128
    local.get 0  local.get 0  i64.sub128))`;
