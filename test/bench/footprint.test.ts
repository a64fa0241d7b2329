import { beforeAll, expect, it } from 'vitest';
import { type Footprint, measureFootprint } from '../../bench/footprint/footprint.js';
import { LIMITS } from '../../bench/footprint/limits.js';
import { verdicts } from '../../bench/footprint/verdict.js';
import { describeOnXs32 } from '../simulator/support.js';

describeOnXs32('the footprint on 32-bit XS', () => {
  let footprint: Footprint;
  beforeAll(async () => {
    footprint = await measureFootprint();
  }, 300_000);

  it.each([
    'linker.instantiate',
    'new Instance',
    'getFunc of its 7 functions',
    'new WebAssembly.Instance',
  ])('of one more instance of the 120-byte example, by %s, is at most 1,024 bytes', (way) => {
    const figures = footprint.instances.find((one) => one.way === way)!;
    expect(figures.memoryBytes).toBe(120);
    expect(figures.instanceBytes).toBeLessThanOrEqual(LIMITS.instanceBytes);
    expect(figures.exact).toBe(true);
  });

  it('of the runtime with nothing loaded is at most 4 KB when preloaded, and far more when not', () => {
    const { preloaded, notPreloaded } = footprint.runtime;
    expect(preloaded.ramBytes).toBeLessThanOrEqual(LIMITS.runtimeBytes);
    expect(notPreloaded.ramBytes).toBeGreaterThan(LIMITS.runtimeBytes);
  });

  it('of the bytecode is at most 128 KB', () => {
    expect(footprint.runtime.preloaded.bytecodeBytes).toBeLessThanOrEqual(LIMITS.bytecodeBytes);
  });

  it('of a module is smaller when its bytes stay in flash', () => {
    const { fromFlash, fromRam } = footprint.moduleBytes;
    expect(fromFlash).toBeLessThan(fromRam);
  });

  it('lets the rp2040 hold at least 60 live instances', () => {
    expect(footprint.capacity['rp2040']).toBeGreaterThanOrEqual(LIMITS.rp2040Instances);
    expect(footprint.capacity['esp32']).toBeGreaterThanOrEqual(LIMITS.rp2040Instances);
  });

  it('keeps every promise', () => {
    expect(verdicts(footprint).filter(({ kept }) => !kept)).toEqual([]);
  });
});
