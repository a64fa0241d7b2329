import { describe, expect, it } from 'vitest';
import { difference, type Strictness } from '../../scripts/fuzz/transcript.js';

const MAY_END: Strictness = { exact: true, fuel: true, mayEnd: ['exhausted'] };
const EXPECTED = ['host h0(1)', 'host calls f1', 'host caught unreachable', '0 f0() = '];

describe('a stack that ends elsewhere', () => {
  const told = ['host h0(1)', 'host calls f1', 'host caught exhausted', '0 f0() traps exhausted/x'];

  it('ends the comparison in a call by the host, where the engine may run out', () => {
    expect(difference(EXPECTED, told, MAY_END)).toBeUndefined();
  });

  it('is a difference where it may not', () => {
    expect(difference(EXPECTED, told, { ...MAY_END, mayEnd: [] })).toBe(
      'host caught unreachable / host caught exhausted',
    );
  });

  it('hides nothing that was told before', () => {
    expect(difference(EXPECTED, ['host h0(2)', ...told.slice(1)], MAY_END)).toBe(
      'host h0(1) / host h0(2)',
    );
  });
});
