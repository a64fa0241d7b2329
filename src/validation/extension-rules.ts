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

/** By comparisons and not by a switch, of which XS makes more code. */
function featureOf(op: ExtensionOp): number {
  if (op >= ExtensionOp.struct_new) return op <= ExtensionOp.i31_get_u ? Feature.Gc : 0;
  if (op >= ExtensionOp.i64_add128) {
    return op <= ExtensionOp.i64_mul_wide_u ? Feature.WideArithmetic : 0;
  }
  if (op >= ExtensionOp.ref_eq) {
    if (op > ExtensionOp.br_on_non_null) return 0;
    return op === ExtensionOp.ref_eq ? Feature.Gc : Feature.FunctionReferences;
  }
  if (op === ExtensionOp.call_ref || op === ExtensionOp.return_call_ref) {
    return Feature.FunctionReferences;
  }
  return op === ExtensionOp.throw || op === ExtensionOp.throw_ref || op === ExtensionOp.try_table
    ? Feature.ExceptionHandling
    : 0;
}
