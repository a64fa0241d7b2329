import type { DecodedModule } from '../binary/decoded-module.js';
import { Reader } from '../binary/reader.js';
import { Op } from '../opcodes/op.js';
import { ValueType } from '../types/value-type.js';

/** How a global is kept, in the low bits of its place. */
export const enum GlobalKind {
  /** Not at all: it never changes, and code has its value. */
  Constant,
  /** As it is, in one element or, when it has 64 bits, in two: nobody else can see it. */
  Plain,
  /** As a `Global`, which can be imported and exported. */
  Shared,
}

/**
 * Where the globals of a module stand in the arrays of its instances: the element, shifted left by
 * two, and the `GlobalKind`. On XS a `Global` takes 80 bytes of each instance's RAM and an element
 * 16, so only what is imported or exported is one.
 */
export function globalLayout(module: DecodedModule): number[] {
  let element = 0;
  return module.globals.map(({ content, mutable }, index) => {
    const shared = index < module.importedGlobals || module.exportedGlobals.has(index);
    if (shared) return (element++ << 2) | GlobalKind.Shared;
    if (!mutable && isConstant(module, index)) return GlobalKind.Constant;
    const place = (element << 2) | GlobalKind.Plain;
    element += content === ValueType.I64 || content === ValueType.F64 ? 2 : 1;
    return place;
  });
}

/** Whether the expression of a global's first value is a single number. */
function isConstant(module: DecodedModule, index: number): boolean {
  const reader = new Reader(module.bytes, module.globalInits[index]);
  switch (reader.u8() as Op) {
    case Op.i32_const:
      reader.s32();
      break;
    case Op.i64_const:
      reader.s64();
      break;
    case Op.f32_const:
      reader.skip(4);
      break;
    case Op.f64_const:
      reader.skip(8);
      break;
    default:
      return false;
  }
  return reader.u8() === Op.end;
}
