/** Bytes of RAM for each byte of WebAssembly code that is compiled on a device; issue 3 sets it. */
export const MOST_BYTES_PER_BYTE = 3;
