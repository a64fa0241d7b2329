/** As `ascii.ts`, by what XS itself has for it. */
const { fromArrayBuffer } = String as unknown as { fromArrayBuffer(bytes: ArrayBuffer): string };

export function asciiOf(bytes: Uint8Array): string {
  return fromArrayBuffer(bytes.slice().buffer as ArrayBuffer);
}
