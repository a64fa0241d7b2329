/**
 * Floats as the text format writes them, by their bits.
 * https://webassembly.github.io/spec/core/text/values.html#floating-point
 */

const view = new DataView(new ArrayBuffer(8));

export function f32Text(bits: number): string {
  view.setInt32(0, bits);
  const payload = BigInt(bits & 0x7fffff);
  return floatText(bits < 0, view.getFloat32(0), payload, 0x400000n, shortestF32);
}

/** @param low the low half of the bits */
export function f64Text(low: number, high: number): string {
  view.setInt32(0, high);
  view.setInt32(4, low);
  const payload = view.getBigUint64(0) & 0xf_ffff_ffff_ffffn;
  return floatText(high < 0, view.getFloat64(0), payload, 0x8_0000_0000_0000n, String);
}

/** @param canonical the payload that `nan` alone means */
function floatText(
  negative: boolean,
  value: number,
  payload: bigint,
  canonical: bigint,
  digits: (magnitude: number) => string,
): string {
  const sign = negative ? '-' : '';
  if (Number.isNaN(value)) {
    return payload === canonical ? `${sign}nan` : `${sign}nan:0x${payload.toString(16)}`;
  }
  return sign + (Number.isFinite(value) ? digits(Math.abs(value)) : 'inf');
}

/** The fewest digits that tell an f32 from its neighbours: 0.1 for 0.10000000149011612. */
function shortestF32(value: number): string {
  let digits = 1;
  while (Math.fround(Number(value.toPrecision(digits))) !== value) digits++;
  return String(Number(value.toPrecision(digits)));
}
