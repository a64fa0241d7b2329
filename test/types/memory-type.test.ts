import { describe, expect, it } from 'vitest';
import { Engine, Memory, MemoryType, Store } from '../../src/index.js';

describe('MemoryTypeBuilder', () => {
  it('has no page at first, no maximum, pages of 64 KiB', () => {
    const type = MemoryType.builder().build();
    expect(type).toMatchObject({ minimum: 0, maximum: undefined, pageSizeLog2: 16, is64: false });
    expect(type.pageSize).toBe(65536);
    expect(Object.isFrozen(type)).toBe(true);
  });

  it('makes memories of exactly the bytes asked for', () => {
    const type = MemoryType.builder().min(300).max(1024).memory64(false).pageSizeLog2(0).build();
    const memory = new Memory(new Store(new Engine()), type);
    expect([memory.dataSize, memory.size, memory.pageSize, memory.pageSizeLog2]).toEqual([
      300, 300, 1, 0,
    ]);
    expect(memory.grow(1)).toBe(300);
    expect(memory.buffer.byteLength).toBe(301);
    expect(memory.grow(0)).toBe(301);
    expect(() => memory.grow(724)).toThrow('failed to grow memory by `724`');
    expect(memory.dataSize).toBe(301);
  });

  const build = (
    min: number,
    max: number | undefined,
    log2: number,
    any = false,
  ): (() => MemoryType) => {
    return () => MemoryType.builder().min(min).max(max).pageSizeLog2(log2).build(any);
  };

  it.each([
    ['max below min', build(2, 1, 16), 'maximum page size cannot be smaller than the minimum'],
    ['2**1', build(0, 1, 1), 'page size must be 2**16 or 2**0, but was given 2**1'],
    ['2**255', build(0, 1, 255), 'page size must be 2**16 or 2**0, but was given 2**255'],
    ['2**17, any allowed', build(0, 1, 17, true), 'page size must be 2**0 to 2**16'],
    ['min 65537', build(65537, undefined, 16), 'minimum size is too large'],
    ['max 65537', build(0, 65537, 16), 'maximum size is too large'],
    ['min 2^32 - 1 bytes', build(4294967295, undefined, 0), 'minimum size is too large'],
    ['max beyond 2^32 bytes', build(0, 4294967297, 0), 'maximum size is too large'],
    ['a fraction', build(1.5, undefined, 16), 'minimum size must be an integer from 0 on, not 1.5'],
    ['less than nothing', build(0, -1, 16), 'maximum size must be an integer from 0 on, not -1'],
    [
      'more than 64 bits',
      () =>
        MemoryType.builder()
          .memory64(true)
          .min(2 ** 48 + 1)
          .build(),
      '281474976710656 are possible',
    ],
  ])('refuses %s', (_, attempt, message) => {
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(message);
  });

  it.each([
    [65536, 65536, 16],
    [4294967294, 4294967296, 0],
  ])('accepts the largest: %d pages', (min, max, log2) => {
    expect(build(min, max, log2)().minimum).toBe(min);
  });

  it('accepts the powers of two between when asked', () => {
    for (let log2 = 0; log2 <= 16; log2++)
      expect(build(1, 2, log2, true)().pageSize).toBe(2 ** log2);
  });
});
