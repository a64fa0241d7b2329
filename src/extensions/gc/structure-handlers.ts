/** https://webassembly.github.io/spec/core/exec/instructions.html#aggregate-instructions */
import type { Instance } from '../../runtime/instance.js';
import { ValueType } from '../../types/value-type.js';
import { type DefinedType, storageOf } from '../function-references/defined-type.js';
import { nullReference } from '../function-references/handlers.js';
import { newStructure } from './allocate.js';
import { highOf, lowOf, setHigh, setLow, type Structure, typeOf } from './value.js';

/** What a module's type index names. */
export function structuredType(instance: Instance, index: number): DefinedType {
  return instance.module.types[index] as DefinedType;
}

/** A structure whose last fields are the values; without any, all are zero or null. */
export function structNew(instance: Instance, x: number, ...values: unknown[]): Structure {
  return structOf(instance, x, values);
}

/** As {@link structNew}: a list takes less of XS's stack than arguments. */
export function structOf(instance: Instance, x: number, values: readonly unknown[]): Structure {
  const type = structuredType(instance, x);
  const object = newStructure(instance.store, type);
  let field = type.fields!.length;
  for (let at = values.length - 1; at >= 0; at--) {
    field--;
    if (storageOf(type.fields![field]!) === ValueType.I64) setHigh(object, field, values[at--]);
    setLow(object, field, values[at]);
  }
  return object;
}

/** Sets fields from `x` on; the structure is the last operand. */
export function structFill(_instance: Instance, x: number, ...values: unknown[]): Structure {
  const object = values.pop() as Structure;
  const fields = typeOf(object).fields!;
  let field = x;
  for (let at = 0; at < values.length; at++, field++) {
    setLow(object, field, values[at]);
    if (storageOf(fields[field]!) === ValueType.I64) setHigh(object, field, values[++at]);
  }
  return object;
}

export function structGet(_instance: Instance, x: number, object: Structure | null): unknown {
  return lowOf(object ?? nullStructure(), x);
}

export function structGet64(instance: Instance, x: number, object: Structure | null): unknown {
  instance.store.high = highOf(object ?? nullStructure(), x) as number;
  return lowOf(object!, x);
}

/** The shift that leaves the bits of an integer of 8 or 16, and whether it is unsigned. */
export function packedAccess(bits: number, unsigned: boolean): number {
  return ((32 - bits) << 1) | (unsigned ? 1 : 0);
}

/** @param x the field, and from bit 16 on what {@link packedAccess} tells */
export function structGetPacked(_instance: Instance, x: number, object: Structure | null): number {
  const value = lowOf(object ?? nullStructure(), x & 0xffff) as number;
  const shift = x >> 17;
  return (x & 0x10000) === 0 ? (value << shift) >> shift : (value << shift) >>> shift;
}

export function structSet(
  _instance: Instance,
  x: number,
  object: Structure | null,
  value: unknown,
): void {
  setLow(object ?? nullStructure(), x, value);
}

export function structSet64(
  _instance: Instance,
  x: number,
  object: Structure | null,
  low: number,
  high: number,
): void {
  setLow(object ?? nullStructure(), x, low);
  setHigh(object!, x, high);
}

function nullStructure(): never {
  throw nullReference('structure ');
}
