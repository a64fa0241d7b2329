import type { Reader } from '../binary/reader.js';
import { illegalOpcode } from '../errors/compile-errors.js';
import { ExtensionOp } from '../opcodes/extension-op.js';
import { Feature } from '../opcodes/feature.js';
import type { Op } from '../opcodes/op.js';
import type { Rule } from './rule.js';

const rules = new Map<number, Rule>();

/** Adds the rules of an extension's instructions, by opcode. */
export function registerRules(added: Readonly<Record<number, Rule>>): void {
  for (const op in added) rules.set(Number(op), added[op]!);
}

/**
 * The rule of an instruction that the opcode table has not.
 * @throws CompileError illegal opcode; the feature is not enabled; no import has brought it
 */
export function extensionRule(op: Op, reader: Reader, offset: number): Rule {
  const feature = featureOf(op as number);
  if (feature === 0) throw illegalOpcode(op, offset);
  reader.require(feature, offset);
  const rule = rules.get(op);
  if (rule === undefined) throw illegalOpcode(op, offset);
  return rule;
}

function featureOf(op: ExtensionOp): number {
  if (op >= ExtensionOp.struct_new && op <= ExtensionOp.i31_get_u) return Feature.Gc;
  if (op >= ExtensionOp.i64_add128 && op <= ExtensionOp.i64_mul_wide_u) {
    return Feature.WideArithmetic;
  }
  switch (op) {
    case ExtensionOp.throw:
    case ExtensionOp.throw_ref:
    case ExtensionOp.try_table:
      return Feature.ExceptionHandling;
    case ExtensionOp.call_ref:
    case ExtensionOp.return_call_ref:
    case ExtensionOp.ref_as_non_null:
    case ExtensionOp.br_on_null:
    case ExtensionOp.br_on_non_null:
      return Feature.FunctionReferences;
    case ExtensionOp.ref_eq:
      return Feature.Gc;
    default:
      return 0;
  }
}
