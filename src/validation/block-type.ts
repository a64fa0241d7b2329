import type { Reader } from '../binary/reader.js';
import { readValueType } from '../binary/value-types.js';
import { unknown } from '../errors/compile-errors.js';
import { Feature } from '../opcodes/feature.js';
import { FunctionType } from '../types/function-type.js';
import { ValueType } from '../types/value-type.js';

/** The byte of the block type without operands and results. */
const EMPTY = 0x40;

/** The type [] -> []. */
const NOTHING = new FunctionType([], []);

/** The types [] -> [t], by the type's code less that of `externref`. */
const ONE_RESULT: readonly FunctionType[] = Array.from(
  { length: ValueType.I32 - ValueType.ExternRef + 1 },
  (_, k) => new FunctionType([], [(ValueType.ExternRef as number) + k]),
);

/** https://webassembly.github.io/spec/core/binary/instructions.html#binary-blocktype */
export function readBlockType(reader: Reader, types: readonly FunctionType[]): FunctionType {
  const offset = reader.position;
  const code = reader.bytes[offset];
  if (code === EMPTY) {
    reader.position = offset + 1;
    return NOTHING;
  }
  // One byte with bit 6 set is a negative number: a value type.
  if (code !== undefined && (code & 0xc0) === 0x40) {
    return ONE_RESULT[readValueType(reader) - ValueType.ExternRef]!;
  }
  const index = reader.s33();
  reader.require(Feature.MultiValue, offset);
  const type = index < 0 ? undefined : types[index];
  if (type === undefined) throw unknown('type', index, offset);
  return type;
}
