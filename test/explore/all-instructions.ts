import { Immediate } from '../../src/opcodes/immediate.js';
import { Op } from '../../src/opcodes/op.js';
import { OPCODES } from '../../src/opcodes/table.js';

/** What may follow an opcode, in the text format. */
const IMMEDIATES: { readonly [K in Immediate]: readonly string[] } = {
  [Immediate.None]: [''],
  [Immediate.BlockType]: ['', '(result f64)', '(type $t) (param i32) (result i32 i64)'],
  [Immediate.Label]: ['0', '2'],
  [Immediate.LabelTable]: ['0', '2 1 2 0 1'],
  [Immediate.Function]: ['$f', '0'],
  [Immediate.TypeTable]: ['(type $n)', '$u (type $"a type")'],
  [Immediate.ValueTypes]: ['(result i64)', '(result externref)'],
  [Immediate.Local]: ['$x', '1', '$"a local"', '4'],
  [Immediate.Global]: ['$g', '1'],
  [Immediate.Table]: ['0', '$e'],
  [Immediate.Memarg]: ['', 'offset=1', '$m offset=4294967295 align=1', '1 align=1'],
  [Immediate.Memory]: ['', '$m'],
  [Immediate.I32]: ['0', '-1', '0x7fffffff', '0x80000000', '64'],
  [Immediate.I64]: ['0', '-1', '0x7fffffffffffffff', '0x8000000000000000', '-4294967296'],
  [Immediate.F32]: ['0', '-0', 'nan', '-nan:0x1', 'nan:0x7fffff', 'inf', '-inf', '0.1', '0x1p-149'],
  [Immediate.F64]: ['-0', '-nan', 'nan:0x4000000000000', '-inf', '0.1', '0x1p-1074', '1e300'],
  [Immediate.RefType]: ['func', 'extern'],
  [Immediate.DataMemory]: ['$d', '$m 1'],
  [Immediate.Data]: ['0', '$d'],
  [Immediate.MemoryMemory]: ['', '$m 0', '0 $m'],
  [Immediate.ElemTable]: ['$s', '$u 0'],
  [Immediate.Elem]: ['0', '$s'],
  [Immediate.TableTable]: ['', '$u 0', '0 $u'],
};

/** Instructions that stand in the text by themselves, and not in a list of others. */
const STRUCTURE: readonly number[] = [Op.else, Op.end];

/** Every instruction with every kind of immediate; in unreachable code, where none lacks operands. */
function instructions(): string[] {
  return Object.entries(OPCODES)
    .filter(([code]) => !STRUCTURE.includes(Number(code)))
    .flatMap(([code, { mnemonic, immediate }]) => {
      const op = Number(code);
      const opens = immediate === Immediate.BlockType;
      return IMMEDIATES[immediate].map((text) => {
        const inside = opens ? ` unreachable ${op === Op.if ? 'else unreachable ' : ''}end` : '';
        return `block block unreachable ${mnemonic} ${text}${inside} unreachable end end`;
      });
    });
}

/** A module with every instruction, and every kind of field. */
export const ALL = `(module $"all of it"
  (type $t (func (param i32) (result i32 i64)))
  (type $"a type" (func))
  (type $n (func (param i32 f32)))
  (type (func (param i64 f32 f64 funcref externref)))
  (import "env" "a\\"b\\\\c\\n\\u{202e}" (func $f (type $"a type")))
  (import "env" "memory" (memory 0 1))
  (import "env" "table" (table 1 2 funcref))
  (import "env" "global" (global $g (mut i32)))
  (memory $m 1 70000 (pagesize 1))
  (table $u 3 funcref)
  (table $e 0 10 externref)
  (global (mut f32) f32.const 1.5)
  (global i32 i32.const 1 i32.const 2 i32.add)
  (global (mut funcref) ref.func $g)
  (elem $r func $f)
  (elem $s funcref (item ref.func $f) (item ref.null func))
  (elem declare func $g)
  (elem (i32.const 1) func $g $f)
  (elem (table $u) (offset i32.const 1 i32.const 1 i32.sub) func $f)
  (elem (table $e) (i32.const 0) externref)
  (data $d "\\00\\ff\\"\\\\ bytes")
  (data "\\e2\\80\\ae")
  (data (i32.const 0))
  (data (memory $m) (i32.const 5) "x")
  (start $f)
  (func $g (type $"a type")
    (local $x i32) (local f32 i32 i32) (local $"a local" i64))
  (func (type $"a type")
    (local $x i32) (local f32 i32 i32) (local $"a local" i64)
    ${instructions().join('\n    ')})
  (func $twice (export "f") (export "g") (param $p i32) (result i32) local.get $p)
  (export "table" (table $e)))`;
