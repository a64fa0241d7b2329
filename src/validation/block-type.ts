import { functionTypeAt } from '../binary/function-section.js';
import type { Reader } from '../binary/reader.js';
import { readValueType } from '../binary/value-types.js';
import { Feature } from '../opcodes/feature.js';
import { FunctionType } from '../types/function-type.js';

/** The byte of the block type without operands and results. */
const EMPTY = 0x40;

/**
 * Reads block types. Those without an index are made when first met and kept until the module is
 * validated: made beforehand, they would take RAM on XS for as long as the machine runs.
 */
export class BlockTypes {
  private empty: FunctionType | undefined;
  /** The types [] -> [t]. */
  private readonly oneResult: FunctionType[] = [];

  /** https://webassembly.github.io/spec/core/binary/instructions.html#binary-blocktype */
  read(reader: Reader, types: readonly FunctionType[]): FunctionType {
    const offset = reader.position;
    const code = reader.bytes[offset];
    if (code === EMPTY) {
      reader.position = offset + 1;
      return (this.empty ??= new FunctionType([], []));
    }
    // One byte with bit 6 set is a negative number: a value type.
    if (code !== undefined && (code & 0xc0) === 0x40) {
      const result = readValueType(reader);
      const { oneResult } = this;
      const found = oneResult.find(({ results }) => results[0] === result);
      if (found !== undefined) return found;
      const made = new FunctionType([], [result]);
      oneResult.push(made);
      return made;
    }
    const index = reader.s33();
    reader.require(Feature.MultiValue, offset);
    // A negative index is a name on XS, which takes a key's RAM for good.
    return functionTypeAt(types, index < 0 ? types.length : index, offset);
  }
}
