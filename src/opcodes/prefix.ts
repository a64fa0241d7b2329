/**
 * Bytes before an opcode of its own. `Op` has those behind the first from 0x100 on, `ExtensionOp` those
 * behind the second from 0x10000 on.
 * https://webassembly.github.io/spec/core/binary/instructions.html
 */
export const enum Prefix {
  Gc = 0xfb,
  Misc = 0xfc,
}
