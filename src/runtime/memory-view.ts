/**
 * The methods of DataView that guests use, the frequent ones first. XS looks properties up one after
 * the other, and has some twenty in `DataView.prototype`: an access through this object takes about a
 * tenth fewer instructions (`npm run bench:sharing`). Named here, none of them is stripped.
 */
const {
  getInt32,
  getUint8,
  setInt32,
  setInt8,
  getFloat32,
  setFloat32,
  getFloat64,
  setFloat64,
  getUint16,
  setInt16,
  getInt16,
  getInt8,
} = DataView.prototype;

/** As a literal: what `DataView.prototype` has is read-only on XS, and so cannot be assigned in an heir. */
const accessors: object = Object.freeze({
  __proto__: DataView.prototype,
  getInt32,
  getUint8,
  setInt32,
  setInt8,
  getFloat32,
  setFloat32,
  getFloat64,
  setFloat64,
  getUint16,
  setInt16,
  getInt16,
  getInt8,
});

/** A view of a linear memory's bytes. */
export function memoryView(buffer: ArrayBuffer): DataView {
  return Object.setPrototypeOf(new DataView(buffer), accessors) as DataView;
}
