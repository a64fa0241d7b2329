/** `ArrayBuffer.prototype.transfer` (ES2024) and `structuredClone`, where the host has them. */
interface Transferable {
  transfer?(newByteLength: number): ArrayBuffer;
}
declare const structuredClone:
  ((value: ArrayBuffer, options: { transfer: ArrayBuffer[] }) => unknown) | undefined;

/**
 * A buffer of `bytes` bytes that begins with those of `buffer`, which is detached.
 * XS always copies (`fx_ArrayBuffer_prototype_transfer`, xsDataView.c), so that there are two chunks until
 * a collection; Node 20 has no `transfer`.
 * @throws RangeError when there is no memory for it
 */
export function detach(buffer: ArrayBuffer, bytes: number): ArrayBuffer {
  const source = buffer as Transferable;
  if (source.transfer !== undefined) return source.transfer(bytes);
  const target = new ArrayBuffer(bytes);
  new Uint8Array(target).set(new Uint8Array(buffer));
  structuredClone?.(buffer, { transfer: [buffer] });
  return target;
}
