import type { DecodedModule } from '../../binary/decoded-module.js';
import { Reader } from '../../binary/reader.js';
import { SectionId } from '../../binary/section-id.js';
import {
  type FieldType,
  isMutable,
  PackedType,
  storageOf,
} from '../../extensions/function-references/defined-type.js';
import { withNull } from '../../extensions/function-references/heap-types.js';
import { idOfReference } from '../../extensions/function-references/registry.js';
import type { FunctionType } from '../../types/function-type.js';
import type { GlobalType } from '../../types/global-type.js';
import type { Limits } from '../../types/limits.js';
import { DEFAULT_PAGE_SIZE_LOG2, type MemoryType } from '../../types/memory-type.js';
import type { TableType } from '../../types/table-type.js';
import { isNonNull, ValueType } from '../../types/value-type.js';
import { type Names, Space } from './names.js';
import { numbered, readTypes, type TypeGroup, type WrittenType } from './type-section.js';

/** Nullable types that have a name of their own, and what stands behind `ref` or `ref null` for them. */
const KEYWORDS: ReadonlyMap<ValueType, readonly [type: string, heapType: string]> = new Map([
  [ValueType.FuncRef, ['funcref', 'func']],
  [ValueType.ExternRef, ['externref', 'extern']],
  [ValueType.AnyRef, ['anyref', 'any']],
  [ValueType.EqRef, ['eqref', 'eq']],
  [ValueType.I31Ref, ['i31ref', 'i31']],
  [ValueType.StructRef, ['structref', 'struct']],
  [ValueType.ArrayRef, ['arrayref', 'array']],
  [ValueType.ExnRef, ['exnref', 'exn']],
  [ValueType.NoneRef, ['nullref', 'none']],
  [ValueType.NoExternRef, ['nullexternref', 'noextern']],
  [ValueType.NoFuncRef, ['nullfuncref', 'nofunc']],
  [ValueType.NullExnRef, ['nullexnref', 'noexn']],
]);

const NUMBERS: ReadonlyMap<ValueType | PackedType, string> = new Map<
  ValueType | PackedType,
  string
>([
  [ValueType.I32, 'i32'],
  [ValueType.I64, 'i64'],
  [ValueType.F32, 'f32'],
  [ValueType.F64, 'f64'],
  [PackedType.I8, 'i8'],
  [PackedType.I16, 'i16'],
]);

/**
 * Prints a module's types as it has written them.
 * https://webassembly.github.io/spec/core/text/types.html
 */
export class TypeTexts {
  /** For readers of what has types: references that they read have the indices of types as numbers. */
  readonly known: readonly FunctionType[];
  private readonly groups: readonly TypeGroup[];
  private readonly types: readonly WrittenType[];

  constructor(
    { bytes, sectionStart, types }: DecodedModule,
    private readonly names: Names,
  ) {
    this.known = numbered(types.length);
    this.groups = readTypes(bytes, sectionStart[SectionId.Type]!, this.known);
    this.types = this.groups.flatMap((group) => group.types);
  }

  /** A reader of the module's bytes. */
  reader(bytes: Uint8Array, position: number): Reader {
    const reader = new Reader(bytes, position);
    reader.types = this.known;
    return reader;
  }

  /** `i32`, `funcref`, `(ref null $t)`. */
  value(type: ValueType): string {
    const number = NUMBERS.get(type);
    if (number !== undefined) return number;
    const keyword = KEYWORDS.get(type);
    if (keyword !== undefined) return keyword[0];
    return isNonNull(type) ? `(ref ${this.heap(type)})` : `(ref null ${this.heap(type)})`;
  }

  /** What references of a type point at: `func`, `$t`. */
  heap(type: ValueType): string {
    const id = idOfReference(type);
    if (id < 0) return KEYWORDS.get(withNull(type))![1];
    return this.names.use(Space.Type, id);
  }

  /** `(param i32 i64)`, or whatever the keyword is; nothing for no types. */
  list(keyword: string, types: readonly ValueType[]): string {
    return types.length === 0
      ? ''
      : `(${[keyword, ...types.map((type) => this.value(type))].join(' ')})`;
  }

  /** Parameters of a function type. */
  params(index: number): readonly ValueType[] {
    return this.types[index]!.params;
  }

  results(index: number): readonly ValueType[] {
    return this.types[index]!.results;
  }

  private signature({ params, results }: WrittenType): string {
    return words(this.list('param', params), this.list('result', results));
  }

  /** `(type $t) (param i32) (result i64)`. */
  use(index: number): string {
    return words(`(type ${this.names.use(Space.Type, index)})`, this.signature(this.types[index]!));
  }

  table(type: TableType): string {
    return words(type.is64 ? 'i64' : '', limitsText(type), this.value(type.element));
  }

  global({ content, mutable }: GlobalType): string {
    return mutable ? `(mut ${this.value(content)})` : this.value(content);
  }

  /** The lines of the module's types; those of a group are indented. */
  *definitions(): Generator<string> {
    let index = 0;
    for (const { isWritten, types } of this.groups) {
      if (isWritten) yield '(rec';
      for (const type of types) {
        const name = this.names.definition(Space.Type, index);
        yield `${isWritten ? '  ' : ''}(type ${name} ${this.definition(type, index++)})`;
      }
      if (isWritten) yield ')';
    }
  }

  private definition(type: WrittenType, index: number): string {
    const { supertype, isFinal } = type;
    const composite = this.composite(type, index);
    if (isFinal && supertype < 0) return composite;
    const above = supertype < 0 ? '' : this.names.use(Space.Type, supertype);
    return `(${words('sub', isFinal ? 'final' : '', above, composite)})`;
  }

  private composite(type: WrittenType, index: number): string {
    const { keyword, fields } = type;
    if (keyword === 'func') return `(${words('func', this.signature(type))})`;
    if (keyword === 'array') return `(array ${this.field(fields[0]!)})`;
    const texts = fields.map(
      (field, i) => `(${words('field', this.names.fieldId(index, i), this.field(field))})`,
    );
    return `(${words('struct', ...texts)})`;
  }

  private field(field: FieldType): string {
    const text = this.value(storageOf(field) as ValueType);
    return isMutable(field) ? `(mut ${text})` : text;
  }
}

/** The parts of a text that are there, with a space between. */
export function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function limitsText({ minimum, maximum }: Limits): string {
  return maximum === undefined ? sizeText(minimum) : `${sizeText(minimum)} ${sizeText(maximum)}`;
}

/** A double stands for 2^64 - 1, which it cannot hold. */
function sizeText(size: number): string {
  return String(size < 2 ** 64 ? BigInt(size) : 2n ** 64n - 1n);
}

/** `1 2`, `i64 1`, `300 1024 (pagesize 1)`. */
export function memoryTypeText(type: MemoryType): string {
  const custom = type.pageSizeLog2 !== DEFAULT_PAGE_SIZE_LOG2;
  return words(
    type.is64 ? 'i64' : '',
    limitsText(type),
    custom ? `(pagesize ${type.pageSize})` : '',
  );
}
