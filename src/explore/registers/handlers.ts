import { SlotKind } from '../../extensions/handler-signature.js';
import { Handler, HandlerLimit } from '../../opcodes/handler.js';

/** What handlers are called in register code: the instructions that they do, or a part of one. */
export const HANDLERS: { readonly [K in Handler]: string } = {
  [Handler.Add128]: 'i64.add128',
  [Handler.Sub128]: 'i64.sub128',
  [Handler.MulWideS]: 'i64.mul_wide_s',
  [Handler.MulWideU]: 'i64.mul_wide_u',
  [Handler.Throw]: 'throw',
  [Handler.ThrowRef]: 'throw_ref',
  [Handler.Caught]: 'caught',
  [Handler.MemorySize64]: 'memory.size64',
  [Handler.MemoryGrow64]: 'memory.grow64',
  [Handler.TableSize64]: 'table.size64',
  [Handler.TableGrow64]: 'table.grow64',
  [Handler.CallRef]: 'call_ref',
  [Handler.AsNonNull]: 'ref.as_non_null',
  [Handler.RefEq]: 'ref.eq',
  [Handler.StructNew]: 'struct.new',
  [Handler.StructFill]: 'struct.fill',
  [Handler.StructGet]: 'struct.get',
  [Handler.StructGet64]: 'struct.get64',
  [Handler.StructGetPacked]: 'struct.get_packed',
  [Handler.StructSet]: 'struct.set',
  [Handler.StructSet64]: 'struct.set64',
  [Handler.RefTest]: 'ref.test',
  [Handler.RefCast]: 'ref.cast',
  [Handler.I31New]: 'ref.i31',
  [Handler.I31GetS]: 'i31.get_s',
  [Handler.I31GetU]: 'i31.get_u',
  [Handler.ArrayNew]: 'array.new',
  [Handler.ArrayNew64]: 'array.new64',
  [Handler.ArrayNewDefault]: 'array.new_default',
  [Handler.ArrayFillTop]: 'array.fill_top',
  [Handler.ArrayGet]: 'array.get',
  [Handler.ArrayGet64]: 'array.get64',
  [Handler.ArrayGetF32]: 'array.get_f32',
  [Handler.ArrayGetMasked]: 'array.get_masked',
  [Handler.ArraySet]: 'array.set',
  [Handler.ArraySet64]: 'array.set64',
  [Handler.ArrayLen]: 'array.len',
  [Handler.ArrayFill]: 'array.fill',
  [Handler.ArrayFill64]: 'array.fill64',
  [Handler.ArrayCopy]: 'array.copy',
  [Handler.ArrayNewData]: 'array.new_data',
  [Handler.ArrayNewElem]: 'array.new_elem',
  [Handler.ArrayInitData]: 'array.init_data',
  [Handler.ArrayInitElem]: 'array.init_elem',
};

const KINDS: { readonly [K in SlotKind]: string } = {
  [SlotKind.End]: '',
  [SlotKind.I32]: 'i32',
  [SlotKind.I64]: 'i64',
  [SlotKind.F32]: 'f32',
  [SlotKind.F64]: 'f64',
  [SlotKind.Reference]: 'ref',
};

/** What a handler takes and gives: `(ref i32) -> i64`. */
export function signatureText(signature: number): string {
  const list = (from: number, to: number): string[] => {
    const kinds: string[] = [];
    for (let at = from; at < to; at++) {
      const kind: SlotKind = (signature >>> (3 * at)) & 7;
      if (kind !== SlotKind.End) kinds.push(KINDS[kind]);
    }
    return kinds;
  };
  const results = list(HandlerLimit.Params, 10);
  const takes = `(${list(0, HandlerLimit.Params).join(' ')})`;
  return results.length === 0 ? takes : `${takes} -> ${results.join(' ')}`;
}
