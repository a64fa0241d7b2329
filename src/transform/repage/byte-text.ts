/** A number of bytes, or an address, with its thousands apart: `131,072`. */
export function byteText(bytes: number): string {
  return bytes.toLocaleString('en-US');
}
