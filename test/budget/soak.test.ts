/** A short soak; `npm run soak` is the long one. */
import { expect, it } from 'vitest';
import { soak } from '../../bench/soak/soak.js';
import { SimulatorExit } from '../../src/simulator/index.js';
import { describeOnXs32 } from '../simulator/support.js';

const STEPS = 3000;
const SEED = 7;

/** What lists that have grown may leave. */
const SLACK_BYTES = 512;

describeOnXs32.each(['esp32', 'rp2040'])('guests at the edge of the heap of %s', (board) => {
  it('are refused what there is not, and all comes back when they are dropped', async () => {
    const { exitCode, stderr, figures } = await soak(board, STEPS, SEED, true);
    expect([exitCode, stderr]).toEqual([SimulatorExit.ok, '']);
    const { made, refused, minusOnes, traps, released, loaded, held, grownBytes, leastFreeBytes } =
      figures!;
    expect([made > 300, refused > 100, minusOnes > 50, traps > 100, released > 20]).toEqual(
      new Array(5).fill(true),
    );
    expect(loaded).toBeGreaterThan(0);
    expect(leastFreeBytes).toBeLessThan(8192);
    expect(held).toBe(0);
    expect(grownBytes).toBeLessThanOrEqual(SLACK_BYTES);
  });

  it('end the program without a budget', async () => {
    const { exitCode, stderr } = await soak(board, STEPS, SEED, false);
    expect(exitCode).toBe(SimulatorExit.memoryFull);
    expect(stderr).toContain('memory full');
  });
});
