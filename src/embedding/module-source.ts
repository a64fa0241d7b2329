/**
 * Bytes of a module or an image: a buffer, a view of one, or on a board a `Resource`, a read-only
 * view of flash whose bytes are used in place.
 */
export type ModuleSource = ArrayBufferLike | ArrayBufferView | { readonly byteLength: number };

/** @throws TypeError when the source is nothing that holds bytes */
export function bytesOf(source: ModuleSource): Uint8Array {
  if (ArrayBuffer.isView(source)) {
    const { buffer, byteOffset, byteLength } = source;
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    // Another thread may write to shared bytes while they are read: what is validated is a copy.
    return isShared(buffer) ? bytes.slice() : bytes;
  }
  if (typeof source === 'object' && source !== null && 'byteLength' in source) {
    const bytes = new Uint8Array(source as ArrayBuffer);
    return isShared(source) ? bytes.slice() : bytes;
  }
  throw new TypeError('a module is made of an ArrayBuffer, a view of one, or a Resource');
}

/** A `Resource` of Moddable's, which nobody can write: its bytes may stay where they are. */
export function isReadOnly(source: ModuleSource): boolean {
  return !ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer) && !isShared(source);
}

function isShared(source: object): boolean {
  return typeof SharedArrayBuffer === 'function' && source instanceof SharedArrayBuffer;
}
