import { describe, expect, it } from 'vitest';
import { Reader } from '../../src/binary/reader.js';
import { CompileError } from '../../src/errors/errors.js';
import { Feature } from '../../src/opcodes/feature.js';

const reader = (...bytes: number[]): Reader => new Reader(new Uint8Array(bytes));

describe('u32', () => {
  it.each([
    [[0], 0],
    [[0x7f], 127],
    [[0x80, 0x01], 128],
    [[0x80, 0x80, 0x00], 0],
    [[0xff, 0xff, 0xff, 0x7f], 0xfffffff],
    [[0x80, 0x80, 0x80, 0x80, 0x08], 0x80000000],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 0xffffffff],
  ])('reads %j', (bytes, value) => {
    const r = reader(...bytes);
    expect(r.u32()).toBe(value);
    expect(r.position).toBe(bytes.length);
  });
  it.each([
    [[0xff, 0xff, 0xff, 0xff, 0x10], 'integer too large', 4],
    [[0x80, 0x80, 0x80, 0x80, 0x80, 0x00], 'integer representation too long', 5],
    [[0x80, 0x80], 'unexpected end of section or function', 2],
    [[], 'unexpected end of section or function', 0],
  ])('refuses %j', (bytes, message, offset) => {
    let error: unknown;
    try {
      reader(...bytes).u32();
    } catch (e) {
      error = e;
    }
    expect(error).toBeInstanceOf(CompileError);
    expect(error).toMatchObject({ offset, message: `${message} (at offset 0x${offset})` });
  });
});

describe('s32', () => {
  it.each([
    [[0x00], 0],
    [[0x3f], 63],
    [[0x40], -64],
    [[0x7f], -1],
    [[0xff, 0x00], 127],
    [[0x80, 0x7f], -128],
    [[0x80, 0x80, 0x80, 0x40], -0x8000000],
    [[0xff, 0xff, 0xff, 0xff, 0x07], 0x7fffffff],
    [[0x80, 0x80, 0x80, 0x80, 0x78], -0x80000000],
    [[0xff, 0xff, 0xff, 0xff, 0x7f], -1],
  ])('reads %j', (bytes, value) => expect(reader(...bytes).s32()).toBe(value));
  it.each([
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 'integer too large'],
    [[0x80, 0x80, 0x80, 0x80, 0x70], 'integer too large'],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], 'integer representation too long'],
  ])('refuses %j', (bytes, message) => expect(() => reader(...bytes).s32()).toThrow(message));
});

describe('s33', () => {
  it.each([
    [[0x40], -64],
    [[0x7f], -1],
    [[0x80, 0x01], 128],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], 0xffffffff],
    [[0x80, 0x80, 0x80, 0x80, 0x70], -0x100000000],
  ])('reads %j', (bytes, value) => expect(reader(...bytes).s33()).toBe(value));
  it('refuses what does not fit', () => {
    expect(() => reader(0x80, 0x80, 0x80, 0x80, 0x20).s33()).toThrow('integer too large');
  });
});

/** LEB128 of a signed 64-bit integer, in the fewest bytes or in `size`. */
function leb(value: bigint, size = 0): number[] {
  const bytes: number[] = [];
  for (;;) {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    const last = (value === 0n && low < 0x40) || (value === -1n && low >= 0x40);
    if (last && bytes.length + 1 >= size) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

describe('s64', () => {
  const values: bigint[] = [0n, 1n, -1n];
  for (let k = 1n; k < 64n; k++) {
    for (const v of [2n ** k, 2n ** k - 1n, 2n ** k + 1n]) {
      values.push(BigInt.asIntN(64, v), BigInt.asIntN(64, -v));
    }
  }
  it.each([0, 2, 4, 5, 6, 9, 10])('reads powers of two in %d bytes or more', (size) => {
    for (const value of values) {
      const r = reader(...leb(value, size));
      const low = r.s64();
      expect([value, low, r.high]).toEqual([
        value,
        Number(BigInt.asIntN(32, value)),
        Number(BigInt.asIntN(32, value >> 32n)),
      ]);
      expect(r.position).toBe(r.end);
    }
  });
  it('refuses unused bits and an eleventh byte', () => {
    const nine = new Array<number>(9).fill(0x80);
    expect(() => reader(...nine, 0x02).s64()).toThrow('integer too large');
    expect(() => reader(...nine, 0x7e).s64()).toThrow('integer too large');
    expect(() => reader(...nine, 0x80, 0).s64()).toThrow('integer representation too long');
  });
});

describe('u64', () => {
  it('reads the largest', () => {
    const r = reader(...new Array<number>(9).fill(0xff), 0x01);
    expect([r.u64(), r.high]).toEqual([-1, -1]);
  });
  it('has no sign', () => {
    const r = reader(0x7f);
    expect([r.u64(), r.high]).toEqual([127, 0]);
  });
  it('refuses unused bits', () => {
    const nine = new Array<number>(9).fill(0x80);
    expect(() => reader(...nine, 0x7f).u64()).toThrow('integer too large');
  });
});

describe('other values', () => {
  it('reads the bits of floats as signed integers', () => {
    const r = reader(1, 2, 3, 0x84, 5, 6, 7, 0x88, 9, 10, 11, 12);
    expect(r.bits64()).toBe(0x84030201 | 0);
    expect(r.high).toBe(0x88070605 | 0);
    expect(r.bits32()).toBe(0x0c0b0a09);
    expect(() => r.bits32()).toThrow('unexpected end');
  });
  it('reads from a view without copying', () => {
    const all = new Uint8Array([9, 9, 2, 0x68, 0x69, 9]);
    const r = new Reader(all.subarray(2, 5));
    expect(r.name()).toBe('hi');
    expect(() => r.u8()).toThrow('unexpected end');
  });
  it('refuses lengths and counts above the bytes that are left', () => {
    expect(() => reader(3, 0x61, 0x62).name()).toThrow('length out of bounds');
    expect(() => reader(0xff, 0xff, 0xff, 0xff, 0x0f).count(10, 'types')).toThrow('unexpected end');
    expect(() => reader(2, 0, 0).count(1, 'types')).toThrow('too many types');
  });
  it('names a feature that is off', () => {
    const r = new Reader(new Uint8Array(), 0, Feature.BulkMemory);
    expect(() => r.require(Feature.BulkMemory, 0)).not.toThrow();
    expect(() => r.require(Feature.TailCall, 7)).toThrow(
      'the tail-call feature is not enabled (at offset 0x7)',
    );
  });
});
