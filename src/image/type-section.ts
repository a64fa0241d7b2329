/** Writes types as the binary format has them; only where images are made. */
import {
  Composite,
  DefinedType,
  type FieldType,
  isMutable,
  storageOf,
} from '../extensions/function-references/defined-type.js';
import { withNull } from '../extensions/function-references/heap-types.js';
import {
  groupSize,
  idOfReference,
  idOf,
  typeAt,
} from '../extensions/function-references/registry.js';
import type { FunctionType } from '../types/function-type.js';
import { TypeForm } from '../types/type-form.js';
import { isNonNull, ValueType } from '../types/value-type.js';
import { list, number } from './numbers.js';

/** A module's types, which references to them name by their indices. */
export class TypeWriter {
  /** The first index of each type that is defined. */
  private readonly indices = new Map<FunctionType, number>();
  /** The group that is written: its first type's number, how many there are, the first one's index. */
  private start = -1;
  private size = 0;
  private index = 0;

  constructor(private readonly types: readonly FunctionType[]) {
    types.forEach((type, i) => {
      const same = typeOf(type);
      if (!this.indices.has(same)) this.indices.set(same, i);
    });
  }

  /** All types, in their groups. */
  section(): number[] {
    const groups: number[][] = [];
    const { types } = this;
    for (let i = 0; i < types.length; i += this.size) {
      const type = types[i]!;
      this.size = 1;
      if (!(type instanceof DefinedType)) {
        groups.push(this.functionType(type));
        continue;
      }
      this.start = type.id;
      this.size = groupSize(type.id);
      this.index = i;
      const group = types.slice(i, i + this.size) as DefinedType[];
      groups.push([TypeForm.Group, ...list(group, (member) => this.subtype(member))]);
      this.start = -1;
    }
    return list(groups, (group) => group);
  }

  value(type: ValueType): number[] {
    const id = idOfReference(type);
    if (id < 0 && !isNonNull(type)) return [type];
    const form = isNonNull(type) ? TypeForm.Reference : TypeForm.NullableReference;
    return [form, ...(id < 0 ? [withNull(type)] : signed(this.indexOf(id)))];
  }

  private indexOf(id: number): number {
    const place = id - this.start;
    const isOwn = this.start >= 0 && place >= 0 && place < this.size;
    return isOwn ? this.index + place : this.indices.get(typeAt(id))!;
  }

  private functionType({ params, results }: FunctionType): number[] {
    const value = (type: ValueType): number[] => this.value(type);
    return [TypeForm.Function, ...list(params, value), ...list(results, value)];
  }

  private subtype(type: DefinedType): number[] {
    const above = type.supertype < 0 ? [] : [this.indexOf(type.supertype)];
    return [
      type.isFinal ? TypeForm.FinalSubtype : TypeForm.Subtype,
      ...list(above, number),
      ...this.composite(type),
    ];
  }

  private composite(type: DefinedType): number[] {
    switch (type.composite) {
      case Composite.Function:
        return this.functionType(type);
      case Composite.Struct:
        return [TypeForm.Struct, ...list(type.fields!, (field) => this.field(field))];
      case Composite.Array:
        return [TypeForm.Array, ...this.field(type.fields![0]!)];
    }
  }

  private field(field: FieldType): number[] {
    return [...this.value(storageOf(field) as ValueType), isMutable(field) ? 1 : 0];
  }
}

/** Of types that are equal, the one that references name. */
function typeOf(type: FunctionType): FunctionType {
  return type instanceof DefinedType ? type : typeAt(idOf(type));
}

/** LEB128 of an index as a signed number. */
function signed(index: number): number[] {
  const bytes = number(index);
  const last = bytes.length - 1;
  if ((bytes[last]! & 0x40) === 0) return bytes;
  return [...bytes.slice(0, last), bytes[last]! | 0x80, 0];
}
