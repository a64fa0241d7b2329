import { ExtensionOp } from './extension-op.js';
import { Feature } from './feature.js';
import { ExtensionImmediate, Immediate } from './immediate.js';
import { type OpcodeRow, row } from './table.js';

/** As of other instructions, but for what follows. */
export interface ExtensionRow extends Omit<OpcodeRow, 'immediate'> {
  readonly immediate: Immediate | ExtensionImmediate;
}

const extension = (
  mnemonic: string,
  immediate: Immediate | ExtensionImmediate,
  feature: Feature,
): ExtensionRow => ({ ...row(mnemonic, Immediate.None, '', feature), immediate });

/** By their codes behind the prefix, from 0 on. */
const GC_ROWS: readonly (readonly [mnemonic: string, immediate: Immediate | ExtensionImmediate])[] =
  [
    ['struct.new', ExtensionImmediate.Type],
    ['struct.new_default', ExtensionImmediate.Type],
    ['struct.get', ExtensionImmediate.TypeField],
    ['struct.get_s', ExtensionImmediate.TypeField],
    ['struct.get_u', ExtensionImmediate.TypeField],
    ['struct.set', ExtensionImmediate.TypeField],
    ['array.new', ExtensionImmediate.Type],
    ['array.new_default', ExtensionImmediate.Type],
    ['array.new_fixed', ExtensionImmediate.TypeCount],
    ['array.new_data', ExtensionImmediate.TypeData],
    ['array.new_elem', ExtensionImmediate.TypeElem],
    ['array.get', ExtensionImmediate.Type],
    ['array.get_s', ExtensionImmediate.Type],
    ['array.get_u', ExtensionImmediate.Type],
    ['array.set', ExtensionImmediate.Type],
    ['array.len', Immediate.None],
    ['array.fill', ExtensionImmediate.Type],
    ['array.copy', ExtensionImmediate.TypeType],
    ['array.init_data', ExtensionImmediate.TypeData],
    ['array.init_elem', ExtensionImmediate.TypeElem],
    ['ref.test', ExtensionImmediate.HeapType],
    ['ref.test', ExtensionImmediate.NullableHeapType],
    ['ref.cast', ExtensionImmediate.HeapType],
    ['ref.cast', ExtensionImmediate.NullableHeapType],
    ['br_on_cast', ExtensionImmediate.BranchOnCast],
    ['br_on_cast_fail', ExtensionImmediate.BranchOnCast],
    ['any.convert_extern', Immediate.None],
    ['extern.convert_any', Immediate.None],
    ['ref.i31', Immediate.None],
    ['i31.get_s', Immediate.None],
    ['i31.get_u', Immediate.None],
  ];

const EXCEPTIONS = Feature.ExceptionHandling;
const REFERENCES = Feature.FunctionReferences;
const WIDE = Feature.WideArithmetic;

/** The rows of extensions' instructions, for whatever prints them; their rules tell their types. */
export const EXTENSION_OPCODES: Readonly<Record<number, ExtensionRow>> = {
  [ExtensionOp.throw]: extension('throw', ExtensionImmediate.Tag, EXCEPTIONS),
  [ExtensionOp.throw_ref]: extension('throw_ref', Immediate.None, EXCEPTIONS),
  [ExtensionOp.try_table]: extension('try_table', ExtensionImmediate.TryTable, EXCEPTIONS),
  [ExtensionOp.call_ref]: extension('call_ref', ExtensionImmediate.Type, REFERENCES),
  [ExtensionOp.return_call_ref]: extension('return_call_ref', ExtensionImmediate.Type, REFERENCES),
  [ExtensionOp.ref_as_non_null]: extension('ref.as_non_null', Immediate.None, REFERENCES),
  [ExtensionOp.br_on_null]: extension('br_on_null', Immediate.Label, REFERENCES),
  [ExtensionOp.br_on_non_null]: extension('br_on_non_null', Immediate.Label, REFERENCES),
  [ExtensionOp.ref_eq]: extension('ref.eq', Immediate.None, Feature.Gc),
  [ExtensionOp.i64_add128]: extension('i64.add128', Immediate.None, WIDE),
  [ExtensionOp.i64_sub128]: extension('i64.sub128', Immediate.None, WIDE),
  [ExtensionOp.i64_mul_wide_s]: extension('i64.mul_wide_s', Immediate.None, WIDE),
  [ExtensionOp.i64_mul_wide_u]: extension('i64.mul_wide_u', Immediate.None, WIDE),
  ...Object.fromEntries(
    GC_ROWS.map(([mnemonic, immediate], code) => [
      ExtensionOp.struct_new + code,
      extension(mnemonic, immediate, Feature.Gc),
    ]),
  ),
};
