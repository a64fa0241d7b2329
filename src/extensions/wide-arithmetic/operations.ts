/** Operations on 128 bits as four int32, the lowest first. */
import { mulHighU32 } from '../../numeric/i64.js';

const TWO_32 = 4294967296;

export function add128(
  a0: number,
  a1: number,
  a2: number,
  a3: number,
  b0: number,
  b1: number,
  b2: number,
  b3: number,
): number[] {
  const s0 = (a0 >>> 0) + (b0 >>> 0);
  const s1 = (a1 >>> 0) + (b1 >>> 0) + (s0 >= TWO_32 ? 1 : 0);
  const s2 = (a2 >>> 0) + (b2 >>> 0) + (s1 >= TWO_32 ? 1 : 0);
  return [s0 | 0, s1 | 0, s2 | 0, (a3 + b3 + (s2 >= TWO_32 ? 1 : 0)) | 0];
}

export function sub128(
  a0: number,
  a1: number,
  a2: number,
  a3: number,
  b0: number,
  b1: number,
  b2: number,
  b3: number,
): number[] {
  const d0 = (a0 >>> 0) - (b0 >>> 0);
  const d1 = (a1 >>> 0) - (b1 >>> 0) - (d0 < 0 ? 1 : 0);
  const d2 = (a2 >>> 0) - (b2 >>> 0) - (d1 < 0 ? 1 : 0);
  return [d0 | 0, d1 | 0, d2 | 0, (a3 - b3 - (d2 < 0 ? 1 : 0)) | 0];
}

/** The product of two unsigned 64-bit integers. */
export function mulWideU(a0: number, a1: number, b0: number, b1: number): number[] {
  const s1 = (mulHighU32(a0, b0) >>> 0) + (Math.imul(a0, b1) >>> 0) + (Math.imul(a1, b0) >>> 0);
  const s2 =
    (mulHighU32(a0, b1) >>> 0) +
    (mulHighU32(a1, b0) >>> 0) +
    (Math.imul(a1, b1) >>> 0) +
    Math.floor(s1 / TWO_32);
  const s3 = mulHighU32(a1, b1) + Math.floor(s2 / TWO_32);
  return [Math.imul(a0, b0), s1 | 0, s2 | 0, s3 | 0];
}

/** Of two signed ones: a negative factor counts as 2^64 more, which is taken off the upper half. */
export function mulWideS(a0: number, a1: number, b0: number, b1: number): number[] {
  const [p0, p1, p2, p3] = mulWideU(a0, a1, b0, b1) as [number, number, number, number];
  const low = (p2 >>> 0) - (a1 < 0 ? b0 >>> 0 : 0) - (b1 < 0 ? a0 >>> 0 : 0);
  const high = p3 - (a1 < 0 ? b1 : 0) - (b1 < 0 ? a1 : 0) + Math.floor(low / TWO_32);
  return [p0, p1, low | 0, high | 0];
}
