import { immediateOf } from '../opcodes/fact.js';
import { Feature } from '../opcodes/feature.js';
import { Immediate } from '../opcodes/immediate.js';
import { Op } from '../opcodes/op.js';
import { hooks } from '../hooks.js';
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

/** The rules of instructions with immediates. */
const BY_IMMEDIATE: { readonly [K in Immediate]: Rule } = Object.freeze({
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
});

/**
 * The rule of an instruction. By way of the immediate, because a table of all opcodes would weigh
 * 4 KB on XS.
 */
export function ruleOf(op: Op, fact: number): Rule {
  const immediate = immediateOf(fact);
  if (immediate === Immediate.None) return op <= Op.select ? controlRule(op) : numericRule(op);
  return op === Op.ref_func ? refFunc : BY_IMMEDIATE[immediate];
}

/** The rules of extensions' instructions, by opcode: they add them when they are imported. */
export const extensionRules: Record<number, Rule> = {};

/** @param features bits of `Feature` that the module uses */
export function ruleOfFor(features: number): typeof ruleOf {
  return (features & Feature.Memory64) === 0 ? ruleOf : hooks.ruleOf64!;
}

function controlRule(op: Op): Rule {
  switch (op) {
    case Op.end:
      return end;
    case Op.drop:
      return drop;
    case Op.select:
      return select;
    case Op.return:
      return return_;
    case Op.else:
      return else_;
    case Op.unreachable:
      return unreachable;
    default:
      return numeric;
  }
}

function numericRule(op: Op): Rule {
  return op === Op.ref_is_null ? refIsNull : numeric;
}
