/** Which method of DataView a load or store is. */
import { Op } from '../../opcodes/op.js';
import { INT32, type Range } from '../expression.js';

interface Accessor {
  readonly name: string;
  readonly bytes: number;
  readonly littleEndian: boolean;
  /** The range of an integer that is read. */
  readonly range: Range;
  /** How an i64 comes of a value of 32 bits or fewer. */
  readonly extension: 'zero' | 'sign' | undefined;
}

function accessor(
  name: string,
  bytes: number,
  extension: 'zero' | 'sign' | undefined = undefined,
): Accessor {
  const most = 2 ** (8 * bytes);
  const range =
    bytes > 2
      ? INT32
      : name.includes('Uint')
        ? { least: 0, most: most - 1 }
        : { least: -most / 2, most: most / 2 - 1 };
  return Object.freeze({ name, bytes, littleEndian: bytes > 1, range, extension });
}

/** From `i32.load` on. An i64 of 64 bits is two accesses of 32. */
const ACCESSORS: readonly Accessor[] = Object.freeze([
  accessor('getInt32', 4),
  accessor('getInt32', 8),
  accessor('getFloat32', 4),
  accessor('getFloat64', 8),
  accessor('getInt8', 1),
  accessor('getUint8', 1),
  accessor('getInt16', 2),
  accessor('getUint16', 2),
  accessor('getInt8', 1, 'sign'),
  accessor('getUint8', 1, 'zero'),
  accessor('getInt16', 2, 'sign'),
  accessor('getUint16', 2, 'zero'),
  accessor('getInt32', 4, 'sign'),
  accessor('getInt32', 4, 'zero'),
  accessor('setInt32', 4),
  accessor('setInt32', 8),
  accessor('setFloat32', 4),
  accessor('setFloat64', 8),
  accessor('setInt8', 1),
  accessor('setInt16', 2),
  accessor('setInt8', 1),
  accessor('setInt16', 2),
  accessor('setInt32', 4),
]);

export function accessorOf(op: Op): Accessor {
  return ACCESSORS[op - Op.i32_load]!;
}
