import wabt from 'wabt';

const { parseWat } = await wabt();

/** The binary of a module in the text format, valid or not. */
export function wat(text: string): Uint8Array {
  const module = parseWat('test.wat', text, {
    memory64: true,
    multi_memory: true,
    tail_call: true,
    extended_const: true,
    bulk_memory: true,
    reference_types: true,
    multi_value: true,
    sign_extension: true,
    sat_float_to_int: true,
  } as Parameters<typeof parseWat>[2]);
  const { buffer } = module.toBinary({ write_debug_names: false });
  module.destroy();
  return buffer;
}
