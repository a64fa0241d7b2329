import { illegalOpcode } from '../errors/compile-errors.js';
import type { Op } from '../opcodes/op.js';
import { Prefix } from '../opcodes/prefix.js';
import type { Reader } from './reader.js';

/**
 * Reads an opcode with its prefix, as `Op` and `ExtensionOp` have it; it need not be any instruction's.
 * https://webassembly.github.io/spec/core/binary/instructions.html
 */
export function readOpcode(reader: Reader): Op {
  const offset = reader.position;
  const byte: Prefix = reader.u8();
  if (byte !== Prefix.Misc && byte !== Prefix.Gc) return byte as number;
  const code = reader.u32();
  if (byte === Prefix.Gc) return 0x10000 + code;
  // Above, the numbers are those of the other prefix.
  if (code > 0xff) throw illegalOpcode(0x100 + code, offset, 0x100);
  return 0x100 + code;
}
