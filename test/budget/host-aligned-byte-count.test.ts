import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignedDifference,
  alignedProduct,
  alignedSum,
  HOST_ALIGNMENT,
  type HostAlignedByteCount,
  MAX_ALIGNED,
  roundedUp,
} from '../../src/budget/host-aligned-byte-count.js';

const bytes = fc.integer({ min: 0, max: MAX_ALIGNED });
const alignment = fc.constantFrom(HOST_ALIGNMENT, 8);
const count = bytes.map((value) => roundedUp(value));

/** What BigInt gives, or undefined where the result is out of range. */
function exact(value: bigint): number | undefined {
  return value >= 0n && value <= BigInt(MAX_ALIGNED) ? Number(value) : undefined;
}

function attempt(make: () => number): number | undefined {
  try {
    return make();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}

describe('roundedUp', () => {
  it('gives the next multiple, never less and never an alignment more', () => {
    fc.assert(
      fc.property(bytes, alignment, (size, to) => {
        const rounded = roundedUp(size, to);
        expect(rounded % to).toBe(0);
        expect(rounded - size).toBeGreaterThanOrEqual(0);
        expect(rounded - size).toBeLessThan(to);
        expect(roundedUp(rounded, to)).toBe(rounded);
      }),
    );
  });

  it.each([-1, NaN, Infinity, MAX_ALIGNED + 1, 2 ** 32])('refuses %d', (size) => {
    expect(() => roundedUp(size)).toThrow(/^-?\w+ bytes are not a size that XS can allocate$/);
  });
});

describe('arithmetic', () => {
  it('is exact, or throws', () => {
    fc.assert(
      fc.property(count, count, (a, b) => {
        expect(attempt(() => alignedSum(a, b))).toBe(exact(BigInt(a) + BigInt(b)));
        expect(attempt(() => alignedDifference(a, b))).toBe(exact(BigInt(a) - BigInt(b)));
      }),
    );
    fc.assert(
      fc.property(count, fc.integer({ min: -10, max: 1 << 30 }), (size, times) => {
        const product = attempt(() => alignedProduct(size, times));
        // JavaScript has a minus zero, which equals zero.
        expect(product === undefined ? undefined : product + 0).toBe(
          exact(BigInt(size) * BigInt(times)),
        );
      }),
    );
  });

  it('stays aligned', () => {
    fc.assert(
      fc.property(count, count, fc.nat(1000), (a, b, times) => {
        for (const make of [
          () => alignedSum(a, b),
          () => alignedDifference(a, b),
          () => alignedProduct(a, times),
        ]) {
          expect((attempt(make) ?? 0) % HOST_ALIGNMENT).toBe(0);
        }
      }),
    );
  });

  it('takes no part of a time', () => {
    expect(() => alignedProduct(roundedUp(8), 0.5)).toThrow(RangeError);
  });

  it('does not take what was not rounded', () => {
    // @ts-expect-error a logical size is no allocated one
    const logical: HostAlignedByteCount = 5;
    expect(logical).toBe(5);
  });
});
