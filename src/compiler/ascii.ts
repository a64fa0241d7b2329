/** The text that bytes are in ASCII. A device has `ascii.device.ts` in its place. */
export function asciiOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
