import { beforeAll, expect, it } from 'vitest';
import {
  limitedModules,
  measureCodeRam,
  type ModuleFigures,
} from '../../bench/code-ram/code-ram.js';
import { MOST_BYTES_PER_BYTE } from '../../bench/code-ram/limits.js';
import { totalsOf } from '../../bench/code-ram/text.js';
import { describeOnXs32 } from '../simulator/support.js';

/** A function and its two slots more, its empty home, and the property of the module's methods. */
const FUNCTION_BYTES = 80;

describeOnXs32('code compiled on a 32-bit XS', () => {
  let figures: readonly ModuleFigures[];
  beforeAll(async () => {
    figures = await measureCodeRam(await limitedModules());
  }, 60_000);

  it('is of kernels and examples', () => {
    expect(figures.length).toBe(17);
    expect(totalsOf(figures).wasmBytes).toBeGreaterThan(3300);
  });

  it('has functions of 80 bytes, and nothing else for each module', () => {
    expect(figures.map(({ slotBytes }) => slotBytes)).toEqual(
      figures.map(({ functions, refused }) => FUNCTION_BYTES * (functions - refused.length)),
    );
  });

  it('has names that the program has already', () => {
    expect(totalsOf(figures).nameBytes).toBeLessThan(100);
  });

  it('has at most three bytes of code for a byte of WebAssembly', () => {
    expect(totalsOf(figures).chunkRatio).toBeLessThanOrEqual(MOST_BYTES_PER_BYTE);
  });

  it('is not of the function that is too long for the parser', () => {
    const refusals = figures.flatMap(({ name, refused }) =>
      refused.map(({ index, reason }) => `${name} ${index}: ${reason}`),
    );
    expect(refusals).toEqual([
      expect.stringMatching(
        /^kernel matmul 0: \d{4} characters of source, of which the parser takes 1456$/,
      ),
    ]);
  });
});
