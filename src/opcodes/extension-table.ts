import { ExtensionOp } from './extension-op.js';
import { Feature } from './feature.js';
import { ExtensionImmediate, Immediate } from './immediate.js';
import { type OpcodeRow, row } from './table.js';

/** As of other instructions, but for what follows. */
export interface ExtensionRow extends Omit<OpcodeRow, 'immediate'> {
  readonly immediate: Immediate | ExtensionImmediate;
}

/** The rows of extensions' instructions, for whatever prints them; their rules tell their types. */
export const EXTENSION_OPCODES: Readonly<Record<number, ExtensionRow>> = {
  [ExtensionOp.throw]: {
    ...row('throw', Immediate.None, '', Feature.ExceptionHandling),
    immediate: ExtensionImmediate.Tag,
  },
  [ExtensionOp.throw_ref]: row('throw_ref', Immediate.None, '', Feature.ExceptionHandling),
  [ExtensionOp.try_table]: {
    ...row('try_table', Immediate.None, '', Feature.ExceptionHandling),
    immediate: ExtensionImmediate.TryTable,
  },
  [ExtensionOp.call_ref]: row('call_ref', Immediate.None, '', Feature.FunctionReferences),
  [ExtensionOp.return_call_ref]: row(
    'return_call_ref',
    Immediate.None,
    '',
    Feature.FunctionReferences,
  ),
  [ExtensionOp.ref_eq]: row('ref.eq', Immediate.None, '', Feature.Gc),
  [ExtensionOp.ref_as_non_null]: row(
    'ref.as_non_null',
    Immediate.None,
    '',
    Feature.FunctionReferences,
  ),
  [ExtensionOp.br_on_null]: row('br_on_null', Immediate.Label, '', Feature.FunctionReferences),
  [ExtensionOp.br_on_non_null]: row(
    'br_on_non_null',
    Immediate.Label,
    '',
    Feature.FunctionReferences,
  ),
  [ExtensionOp.i64_add128]: row('i64.add128', Immediate.None, '', Feature.WideArithmetic),
  [ExtensionOp.i64_sub128]: row('i64.sub128', Immediate.None, '', Feature.WideArithmetic),
  [ExtensionOp.i64_mul_wide_s]: row('i64.mul_wide_s', Immediate.None, '', Feature.WideArithmetic),
  [ExtensionOp.i64_mul_wide_u]: row('i64.mul_wide_u', Immediate.None, '', Feature.WideArithmetic),
};
