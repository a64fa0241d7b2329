/** Opcodes that only extensions know: 0x100 stands for the prefix 0xfc, 0x10000 for 0xfb. */
export const enum ExtensionOp {
  throw = 0x08,
  throw_ref = 0x0a,
  call_ref = 0x14,
  return_call_ref = 0x15,
  try_table = 0x1f,
  ref_eq = 0xd3,
  ref_as_non_null = 0xd4,
  br_on_null = 0xd5,
  br_on_non_null = 0xd6,
  i64_add128 = 0x113,
  i64_sub128 = 0x114,
  i64_mul_wide_s = 0x115,
  i64_mul_wide_u = 0x116,
  struct_new = 0x10000,
}
