/**
 * The methods of DataView that guests use, the frequent ones first. XS looks properties up one after
 * the other, and has some twenty in `DataView.prototype`: an access through this object takes about a
 * tenth fewer instructions (`npm run bench:sharing`). Named here, none of them is stripped.
 */
const { prototype } = DataView;

/** As a literal: what `DataView.prototype` has is read-only on XS, and so cannot be assigned in an heir. */
const accessors: object = Object.freeze({
  __proto__: prototype,
  getInt32: prototype.getInt32,
  getUint8: prototype.getUint8,
  setInt32: prototype.setInt32,
  setInt8: prototype.setInt8,
  getFloat32: prototype.getFloat32,
  setFloat32: prototype.setFloat32,
  getFloat64: prototype.getFloat64,
  setFloat64: prototype.setFloat64,
  getUint16: prototype.getUint16,
  setInt16: prototype.setInt16,
  getInt16: prototype.getInt16,
  getInt8: prototype.getInt8,
});

/** A view of a linear memory's bytes. */
export function memoryView(buffer: ArrayBuffer): DataView {
  return Object.setPrototypeOf(new DataView(buffer), accessors) as DataView;
}
