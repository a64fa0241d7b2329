import { readOpcode } from '../../binary/opcode.js';
import type { Reader } from '../../binary/reader.js';
import { readNullType, readValueType } from '../../binary/value-types.js';
import { readHeapType } from '../../extensions/function-references/type-groups.js';
import { EXTENSION_OPCODES, type ExtensionRow } from '../../opcodes/extension-table.js';
import { ExtensionImmediate, Immediate } from '../../opcodes/immediate.js';
import { Op } from '../../opcodes/op.js';
import { OPCODES } from '../../opcodes/table.js';
import { CatchKind, givesReference, hasTag } from '../../validation/function-visitor.js';
import { f32Text, f64Text } from './float.js';
import { type Names, Space } from './names.js';
import { comment } from './string.js';
import { type TypeTexts, words } from './types.js';

/** The byte of the block type without operands and results. */
const EMPTY = 0x40;
/** The bit of a memarg's alignment that says that a memory index follows. */
const WITH_MEMORY = 0x40;

/** What is around an instruction. */
export interface Surroundings {
  readonly names: Names;
  readonly types: TypeTexts;
  /** The function; −1 in constant expressions. */
  readonly functionIndex: number;
  /** Open blocks, the function not counted. */
  readonly depth: number;
  /** Of a list that is longer, only so many elements are printed. */
  readonly listLimit: number;
}

export interface InstructionText {
  readonly op: Op;
  readonly text: string;
}

/**
 * Reads one instruction of a valid module and prints it.
 * @param reader knows the module's types
 */
export function readInstruction(reader: Reader, around: Surroundings): InstructionText {
  const op = readOpcode(reader);
  const row = OPCODES[op] ?? EXTENSION_OPCODES[op]!;
  return { op, text: words(row.mnemonic, immediateText(reader, row, around)) };
}

/**
 * What follows the mnemonic.
 * https://webassembly.github.io/spec/core/text/instructions.html
 */
function immediateText(reader: Reader, row: ExtensionRow, around: Surroundings): string {
  const { names, types, functionIndex } = around;
  const index = (space: Space): string => names.use(space, reader.u32());
  switch (row.immediate) {
    case Immediate.None:
      return '';
    case Immediate.BlockType:
      return blockType(reader, around);
    case Immediate.Label:
      return label(reader.u32(), around);
    case Immediate.LabelTable:
      return labels(reader, around);
    case Immediate.Function:
      return index(Space.Function);
    case Immediate.TypeTable: {
      const type = reader.u32();
      const table = notFirst(names, Space.Table, reader.u32());
      return words(table, types.use(type));
    }
    case Immediate.ValueTypes: {
      const results = Array.from({ length: reader.u32() }, () => readValueType(reader));
      return types.list('result', results);
    }
    case Immediate.Local: {
      const local = reader.u32();
      return names.localId(functionIndex, local) ?? String(local);
    }
    case Immediate.Global:
      return index(Space.Global);
    case Immediate.Table:
      return index(Space.Table);
    case Immediate.Memarg:
      return memarg(reader, row, names);
    case Immediate.Memory:
      return notFirst(names, Space.Memory, reader.u32());
    case Immediate.I32:
      return String(reader.s32());
    case Immediate.I64: {
      const low = BigInt(reader.s64() >>> 0);
      return String((BigInt(reader.high) << 32n) | low);
    }
    case Immediate.F32:
      return f32Text(reader.bits32());
    case Immediate.F64: {
      const low = reader.bits64();
      return f64Text(low, reader.high);
    }
    case Immediate.RefType:
      return types.heap(readNullType(reader));
    case Immediate.DataMemory: {
      const segment = index(Space.Data);
      return words(notFirst(names, Space.Memory, reader.u32()), segment);
    }
    case Immediate.Data:
      return index(Space.Data);
    case Immediate.MemoryMemory:
      return pair(names, Space.Memory, reader.u32(), reader.u32());
    case Immediate.ElemTable: {
      const segment = index(Space.Element);
      return words(notFirst(names, Space.Table, reader.u32()), segment);
    }
    case Immediate.Elem:
      return index(Space.Element);
    case Immediate.TableTable:
      return pair(names, Space.Table, reader.u32(), reader.u32());
    case ExtensionImmediate.Tag:
      return index(Space.Tag);
    case ExtensionImmediate.TryTable:
      return words(blockType(reader, around), catches(reader, around));
    case ExtensionImmediate.Type:
      return index(Space.Type);
    case ExtensionImmediate.TypeField: {
      const type = reader.u32();
      const field = reader.u32();
      return `${names.use(Space.Type, type)} ${names.fieldId(type, field) ?? field}`;
    }
    case ExtensionImmediate.TypeType:
      return `${index(Space.Type)} ${index(Space.Type)}`;
    case ExtensionImmediate.TypeData:
      return `${index(Space.Type)} ${index(Space.Data)}`;
    case ExtensionImmediate.TypeElem:
      return `${index(Space.Type)} ${index(Space.Element)}`;
    case ExtensionImmediate.TypeCount:
      return `${index(Space.Type)} ${reader.u32()}`;
    case ExtensionImmediate.HeapType:
      return types.value(readHeapType(reader, false));
    case ExtensionImmediate.NullableHeapType:
      return types.value(readHeapType(reader, true));
    case ExtensionImmediate.BranchOnCast: {
      const flags = reader.u8();
      const target = label(reader.u32(), around);
      const from = types.value(readHeapType(reader, (flags & 1) !== 0));
      return `${target} ${from} ${types.value(readHeapType(reader, (flags & 2) !== 0))}`;
    }
  }
}

/** An index that need not be written when it is 0. */
function notFirst(names: Names, space: Space, index: number): string {
  return index === 0 ? '' : names.use(space, index);
}

/** Two indices that need not be written when both are 0. */
function pair(names: Names, space: Space, first: number, second: number): string {
  if (first === 0 && second === 0) return '';
  return `${names.use(space, first)} ${names.use(space, second)}`;
}

/** The block's own number follows, by which labels tell which one they mean. */
function blockType(reader: Reader, { types, depth }: Surroundings): string {
  const code = reader.bytes[reader.position]!;
  const number = `(;@${depth + 1};)`;
  if (code === EMPTY) {
    reader.skip(1);
    return number;
  }
  // One byte with bit 6 set is a negative number: no index.
  if ((code & 0xc0) === 0x40) return words(number, types.list('result', [readValueType(reader)]));
  return words(number, types.use(reader.s33()));
}

/** A label, and the number of the block; `@0` is the function. */
function label(depth: number, around: Surroundings): string {
  return `${depth} (;@${around.depth - depth};)`;
}

function labels(reader: Reader, around: Surroundings): string {
  const count = reader.u32() + 1;
  const shown: string[] = [];
  for (let k = 0; k < count; k++) {
    const depth = reader.u32();
    if (k < around.listLimit) shown.push(label(depth, around));
  }
  if (count > shown.length) shown.push(more(count - shown.length));
  return shown.join(' ');
}

/** The clauses of `try_table`, whose labels do not count the block itself. */
function catches(reader: Reader, around: Surroundings): string {
  const count = reader.u32();
  const shown: string[] = [];
  for (let k = 0; k < count; k++) {
    const kind: CatchKind = reader.u8();
    const keyword = `catch${hasTag(kind) ? '' : '_all'}${givesReference(kind) ? '_ref' : ''}`;
    const tag = hasTag(kind) ? around.names.use(Space.Tag, reader.u32()) : '';
    const target = label(reader.u32(), around);
    if (k < around.listLimit) shown.push(`(${words(keyword, tag, target)})`);
  }
  if (count > shown.length) shown.push(more(count - shown.length));
  return shown.join(' ');
}

/** Stands for what a list has beyond the limit. */
export function more(count: number): string {
  return comment(`and ${count} more`);
}

function memarg(reader: Reader, row: ExtensionRow, names: Names): string {
  const flags = reader.u32();
  const memory = (flags & WITH_MEMORY) === 0 ? 0 : reader.u32();
  const low = BigInt(reader.u64() >>> 0);
  const offset = (BigInt(reader.high >>> 0) << 32n) | low;
  const alignLog2 = flags & (WITH_MEMORY - 1);
  return words(
    notFirst(names, Space.Memory, memory),
    offset === 0n ? '' : `offset=${offset}`,
    alignLog2 === row.alignLog2 ? '' : `align=${1 << alignLog2}`,
  );
}
