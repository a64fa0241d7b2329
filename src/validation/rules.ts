import { factOf, immediateOf } from '../opcodes/fact.js';
import { Immediate } from '../opcodes/immediate.js';
import { Op } from '../opcodes/op.js';
import {
  block,
  branch,
  brTable,
  call,
  callIndirect,
  else_,
  end,
  return_,
  unreachable,
} from './control-instructions.js';
import { access, dataDrop, memory, memoryCopy, memoryInit } from './memory-instructions.js';
import { f32Const, f64Const, i32Const, i64Const, numeric } from './numeric-instructions.js';
import { drop, select, selectTyped } from './parametric-instructions.js';
import { refFunc, refIsNull, refNull } from './reference-instructions.js';
import type { Rule } from './rule.js';
import { elemDrop, table, tableCopy, tableInit } from './table-instructions.js';
import { global, local } from './variable-instructions.js';

/** The rule of every instruction with immediates; `call` stands for all that name a function. */
const BY_IMMEDIATE: { readonly [K in Immediate]: Rule } = {
  [Immediate.None]: numeric,
  [Immediate.BlockType]: block,
  [Immediate.Label]: branch,
  [Immediate.LabelTable]: brTable,
  [Immediate.Function]: call,
  [Immediate.TypeTable]: callIndirect,
  [Immediate.ValueTypes]: selectTyped,
  [Immediate.Local]: local,
  [Immediate.Global]: global,
  [Immediate.Table]: table,
  [Immediate.Memarg]: access,
  [Immediate.Memory]: memory,
  [Immediate.I32]: i32Const,
  [Immediate.I64]: i64Const,
  [Immediate.F32]: f32Const,
  [Immediate.F64]: f64Const,
  [Immediate.RefType]: refNull,
  [Immediate.DataMemory]: memoryInit,
  [Immediate.Data]: dataDrop,
  [Immediate.MemoryMemory]: memoryCopy,
  [Immediate.ElemTable]: tableInit,
  [Immediate.Elem]: elemDrop,
  [Immediate.TableTable]: tableCopy,
};

/** The instructions without immediates that have a rule of their own. */
const BY_OPCODE: { readonly [K in Op]?: Rule } = {
  [Op.unreachable]: unreachable,
  [Op.else]: else_,
  [Op.end]: end,
  [Op.return]: return_,
  [Op.drop]: drop,
  [Op.select]: select,
  [Op.ref_is_null]: refIsNull,
  [Op.ref_func]: refFunc,
};

/**
 * The rule by opcode, so that the way to it is the same two steps for each: XS compares the cases of
 * a `switch` one after the other.
 */
const RULES: readonly Rule[] = Array.from(
  { length: Op.table_fill + 1 },
  (_, op) => BY_OPCODE[op as Op] ?? BY_IMMEDIATE[immediateOf(factOf(op))],
);

export function ruleOf(op: Op): Rule {
  return RULES[op]!;
}
